using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Topologies;

/// <summary>Makes the tasks of both topologies on a cluster: one oracle task, and one margin task a partition of positions.</summary>
public sealed class Pipeline(
    ILogCluster cluster,
    PipelineOptions options,
    WireFormat wire,
    TimeProvider clock,
    ILoggerFactory loggers,
    Func<EngineOptions, IMarginEngine> engine)
{
    /// <summary>A pipeline with the engine of production.</summary>
    public Pipeline(ILogCluster cluster, PipelineOptions options, WireFormat wire, TimeProvider clock, ILoggerFactory loggers)
        : this(cluster, options, wire, clock, loggers, static engineOptions => new MarginEngine(engineOptions))
    {
    }

    /// <summary>Its options.</summary>
    public PipelineOptions Options => options;

    /// <summary>Creates the topics that do not exist.</summary>
    public void EnsureTopics() => cluster.Admin.EnsureTopics(options.Topics.Specs(options.PartitionCount));

    /// <summary>Makes the oracle's processor and task.</summary>
    public (OracleProcessor Processor, StreamTask Task) CreateOracle()
    {
        TopicNames topics = options.Topics;
        var processor = new OracleProcessor(options.Oracle, topics, wire);
        string[] inputs = [topics.Venues, topics.Instruments, topics.OraclePrices, topics.Commands];
        return (processor, CreateTask("oracle", [.. inputs.SelectMany(Partitions)], new(topics.OracleChangelog, 0), processor, FrameCommitIntervalMs));
    }

    /// <summary>Makes the processor and task of one partition of positions.</summary>
    public (MarginProcessor Processor, StreamTask Task) CreateMargin(int partition)
    {
        TopicNames topics = options.Topics;
        var task = new MarginTaskOptions(partition, options.PartitionCount, options.MaxAwaitFrames) { MarketRisk = options.MarketRisk };
        var processor = new MarginProcessor(task, topics, wire, new LogFrameHistory(cluster, topics, clock), engine);

        // At equal timestamps the table comes before the frames.
        TopicPartition[] inputs = [new(topics.Positions, partition), new(topics.Frames, 0)];
        return (processor, CreateTask($"margin-{partition}", inputs, new(topics.MarginChangelog, partition), processor, options.CommitIntervalMs));
    }

    /// <summary>Nobody sees a frame before its commit, so frames are committed as often as they are cut.</summary>
    private int FrameCommitIntervalMs => Math.Min(options.CommitIntervalMs, options.Oracle.FrameIntervalMs);

    private StreamTask CreateTask(
        string id, IReadOnlyList<TopicPartition> inputs, TopicPartition changelog, IProcessor processor, int commitIntervalMs)
    {
        var task = new TaskOptions
        {
            TaskId = id,
            ApplicationId = options.Topics.ApplicationId,
            Inputs = inputs,
            Changelog = changelog,
            DeadLetterTopic = options.Topics.DeadLetters,
            DeadLetterPartitions = options.PartitionCount,
            CommitIntervalMs = commitIntervalMs,
            CommitMaxRecords = options.CommitMaxRecords,
            DeadLetterBurstMax = options.DeadLetterBurstMax,
            MaxTaskIdleMs = options.MaxTaskIdleMs,
        };
        return new StreamTask(cluster, task, processor, clock, loggers.CreateLogger($"MarginStreams.Task.{id}"));
    }

    private IEnumerable<TopicPartition> Partitions(string topic)
    {
        int count = cluster.Admin.PartitionCount(topic) ?? throw new LogException($"topic {topic} does not exist");
        return Enumerable.Range(0, count).Select(partition => new TopicPartition(topic, partition));
    }
}
