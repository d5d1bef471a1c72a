namespace MarginStreams.Streams;

/// <summary>What a task reads, where it keeps its state, and how often it commits.</summary>
public sealed record TaskOptions
{
    /// <summary>Name of the task, unique in the application: part of its transactional id.</summary>
    public required string TaskId { get; init; }

    /// <summary>Name of the application: consumer group, and prefix of transactional ids.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>Inputs in the order that breaks ties between equal timestamps.</summary>
    public required IReadOnlyList<TopicPartition> Inputs { get; init; }

    /// <summary>The compacted partition that holds the state and the cut.</summary>
    public required TopicPartition Changelog { get; init; }

    /// <summary>Where records that cannot be used go; the partition is the source's, modulo.</summary>
    public required string DeadLetterTopic { get; init; }

    /// <summary>Number of partitions of the dead letter topic.</summary>
    public required int DeadLetterPartitions { get; init; }

    /// <summary>The longest that processed records wait for their commit.</summary>
    public int CommitIntervalMs { get; init; } = 100;

    /// <summary>
    /// How long an input that has nothing to read yet holds back records of the others that may be later than its next one.
    /// 0 takes what is there.
    /// </summary>
    public int MaxTaskIdleMs { get; init; }
}
