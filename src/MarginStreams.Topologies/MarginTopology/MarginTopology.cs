using System.Collections.Concurrent;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>Margin: one task a partition of positions, over that partition and all frames, which the tasks of a worker read once.</summary>
public sealed class MarginTopology(
    ILogCluster cluster, PipelineOptions options, WireFormat wire, TimeProvider clock, Func<EngineOptions, IMarginEngine> engine) : ITopology
{
    /// <summary>The name of the topology, and the beginning of its tasks' names.</summary>
    public const string TopologyName = "margin";

    /// <summary>Tasks commit at different moments, so that not all wait for the same broker at once: so many moments there are in an interval.</summary>
    private const int CommitMoments = 8;

    private readonly FrameCache _frames = new(wire);

    private readonly ConcurrentDictionary<int, MarginProcessor> _processors = [];

    /// <inheritdoc/>
    public string Name => TopologyName;

    /// <inheritdoc/>
    public string OwnedTopic => options.AccountPositions;

    /// <inheritdoc/>
    public string GroupId => options.Topics.MarginGroup;

    /// <summary>The processors that were made last, by partition.</summary>
    public IReadOnlyDictionary<int, MarginProcessor> Processors => _processors;

    /// <inheritdoc/>
    public (TaskOptions Options, IProcessor Processor) CreateTask(int partition)
    {
        TopicNames topics = options.Topics;
        var frames = new TopicPartition(topics.Frames, 0);
        int interval = options.CommitIntervalMs;
        var task = new TaskOptions
        {
            TaskId = $"{TopologyName}-{partition}",
            ApplicationId = topics.ApplicationId,
            GroupId = GroupId,

            // At equal timestamps the table comes before the frames.
            Inputs = [new(options.AccountPositions, partition), frames],
            SharedInputs = new HashSet<TopicPartition> { frames },
            Changelog = new(topics.MarginChangelog, partition),
            Journal = new(topics.MarginJournal, partition),
            Outputs = [.. topics.MarginOutputs.Select(topic => new TopicPartition(topic, partition))],
            DeadLetterTopic = topics.DeadLetters,
            DeadLetterPartitions = options.PartitionCount,
            CommitIntervalMs = interval - (interval * (partition % CommitMoments) / (CommitMoments * 4)),
            CommitMaxRecords = options.CommitMaxRecords,
            DeadLetterBurstMax = options.DeadLetterBurstMax,
            MaxTaskIdleMs = options.MaxTaskIdleMs,
        };
        var settings = new MarginTaskOptions(partition, options.PartitionCount, options.MaxAwaitFrames)
        {
            Partitioning = options.Partitioning,
            TellsHealthyNewcomers = options.TellsHealthyNewcomers,
            MarketRisk = options.MarketRisk,
        };
        var processor = new MarginProcessor(settings, topics, wire, new LogFrameHistory(cluster, topics, clock), engine, _frames);
        _processors[partition] = processor;
        return (task, processor);
    }
}
