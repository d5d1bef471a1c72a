using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>
/// The intake: one task a partition of positions, however many there are and however they are chosen. Each copies its records into the partitions of their
/// accounts, exactly once. It has no state: its changelog holds the cut alone.
/// </summary>
public sealed class IntakeTopology(PipelineOptions options, WireFormat wire) : ITopology
{
    /// <summary>The name of the topology, and the beginning of its tasks' names.</summary>
    public const string TopologyName = "intake";

    /// <inheritdoc/>
    public string Name => TopologyName;

    /// <inheritdoc/>
    public string OwnedTopic => options.Topics.Positions;

    /// <inheritdoc/>
    public string GroupId => options.Topics.IntakeGroup;

    /// <inheritdoc/>
    public (TaskOptions Options, IProcessor Processor) CreateTask(int partition)
    {
        TopicNames topics = options.Topics;
        if (partition > PositionPlaces.PartitionMax)
        {
            throw new InvalidDataException($"expected at most {PositionPlaces.PartitionMax + 1} partitions of {topics.Positions}, but there is {partition}");
        }

        var task = new TaskOptions
        {
            TaskId = $"{TopologyName}-{partition}",
            ApplicationId = topics.ApplicationId,
            GroupId = GroupId,
            Inputs = [new(topics.Positions, partition)],
            Changelog = new(topics.IntakeChangelog, partition),
            SharedOutputs = [.. Enumerable.Range(0, options.PartitionCount).Select(of => new TopicPartition(topics.AccountPositions, of))],
            DeadLetterTopic = topics.DeadLetters,
            DeadLetterPartitions = options.PartitionCount,

            // Nobody sees a position before its commit, and an account must not be judged by an old one for longer than by an old price.
            CommitIntervalMs = Math.Min(options.CommitIntervalMs, options.Oracle.FrameIntervalMs),
            CommitMaxRecords = options.CommitMaxRecords,
            DeadLetterBurstMax = options.DeadLetterBurstMax,
        };
        return (task, new IntakeProcessor(options.PartitionCount, topics, wire));
    }
}
