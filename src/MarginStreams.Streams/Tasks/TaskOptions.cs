namespace MarginStreams.Streams;

/// <summary>What a task reads, where it keeps its state, and how often it commits.</summary>
public sealed record TaskOptions
{
    /// <summary>Name of the task, unique in the application: part of its transactional id.</summary>
    public required string TaskId { get; init; }

    /// <summary>Name of the application: prefix of transactional ids.</summary>
    public required string ApplicationId { get; init; }

    /// <summary>The consumer group whose offsets the transactions carry.</summary>
    public required string GroupId { get; init; }

    /// <summary>Inputs in the order that breaks ties between equal timestamps.</summary>
    public required IReadOnlyList<TopicPartition> Inputs { get; init; }

    /// <summary>Those of the inputs that other tasks of the worker read too: read once for all of them. Their offsets are in the cut alone.</summary>
    public IReadOnlySet<TopicPartition> SharedInputs { get; init; } = new HashSet<TopicPartition>();

    /// <summary>The compacted partition that holds the state and the cut.</summary>
    public required TopicPartition Changelog { get; init; }

    /// <summary>Where the order is noted in which the inputs were taken; null notes nothing.</summary>
    public TopicPartition? Journal { get; init; }

    /// <summary>Where its results go, and those of no other task.</summary>
    public IReadOnlyList<TopicPartition> Outputs { get; init; } = [];

    /// <summary>Where its results go, and those of other tasks too.</summary>
    public IReadOnlyList<TopicPartition> SharedOutputs { get; init; } = [];

    /// <summary>Where records that cannot be used go; the partition is the source's, modulo.</summary>
    public required string DeadLetterTopic { get; init; }

    /// <summary>Number of partitions of the dead letter topic.</summary>
    public required int DeadLetterPartitions { get; init; }

    /// <summary>The longest that processed records wait for their commit, ms.</summary>
    public int CommitIntervalMs { get; init; } = 100;

    /// <summary>The most input records between two commits: it bounds a transaction where the clock does not, as when history is read.</summary>
    public int CommitMaxRecords { get; init; } = StreamLimits.CommitRecordsMax;

    /// <summary>The most records of one input that wait in memory; a full input is paused until half of them are gone.</summary>
    public int BufferedRecordsMax { get; init; } = StreamLimits.BufferedRecordsMax;

    /// <summary>The most dead letters within <see cref="DeadLetterBurstRecords"/> input records; with more the task stops.</summary>
    public int DeadLetterBurstMax { get; init; } = StreamLimits.DeadLetterBurstMax;

    /// <summary>Number of input records after which the dead letters of a burst are counted anew.</summary>
    public int DeadLetterBurstRecords { get; init; } = StreamLimits.DeadLetterBurstRecords;

    /// <summary>
    /// How long an input that stands at its end holds back records of the others, which may be later than its next one, ms.
    /// 0 takes what is there. Never more than 0 under a clock that stands still: such a task would wait for ever.
    /// </summary>
    public int MaxTaskIdleMs { get; init; }
}
