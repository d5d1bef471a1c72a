using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>The oracle: one task over everything that moves the market. Whoever owns its changelog's only partition runs it.</summary>
public sealed class OracleTopology(ILogCluster cluster, PipelineOptions options, WireFormat wire) : ITopology
{
    /// <summary>The name of the topology, and the beginning of its tasks' names.</summary>
    public const string TopologyName = "oracle";

    /// <inheritdoc/>
    public string Name => TopologyName;

    /// <inheritdoc/>
    public string OwnedTopic => options.Topics.OracleChangelog;

    /// <inheritdoc/>
    public string GroupId => options.Topics.OracleGroup;

    /// <summary>The processor of the task that was made last; null before.</summary>
    public OracleProcessor? Processor { get; private set; }

    /// <inheritdoc/>
    public (TaskOptions Options, IProcessor Processor) CreateTask(int partition)
    {
        TopicNames topics = options.Topics;
        string[] inputs = [topics.Venues, topics.Instruments, topics.OraclePrices, topics.Commands];
        var task = new TaskOptions
        {
            TaskId = TopologyName,
            ApplicationId = topics.ApplicationId,
            GroupId = GroupId,
            Inputs = [.. inputs.SelectMany(Partitions)],
            Changelog = new(topics.OracleChangelog, 0),
            Journal = new(topics.OracleJournal, 0),
            Outputs = [new(topics.Frames, 0)],
            DeadLetterTopic = topics.DeadLetters,
            DeadLetterPartitions = options.PartitionCount,

            // Nobody sees a frame before its commit, so frames are committed as often as they are cut.
            CommitIntervalMs = Math.Min(options.CommitIntervalMs, options.Oracle.FrameIntervalMs),
            CommitMaxRecords = options.CommitMaxRecords,
            DeadLetterBurstMax = options.DeadLetterBurstMax,
            MaxTaskIdleMs = options.MaxTaskIdleMs,
        };
        Processor = new OracleProcessor(options.Oracle, topics, wire);
        return (task, Processor);
    }

    private IEnumerable<TopicPartition> Partitions(string topic)
    {
        int count = cluster.Admin.PartitionCount(topic) ?? throw new LogException($"topic {topic} does not exist");
        return Enumerable.Range(0, count).Select(partition => new TopicPartition(topic, partition));
    }
}
