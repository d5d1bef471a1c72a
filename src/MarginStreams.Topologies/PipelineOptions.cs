using MarginStreams.Engine;
using MarginStreams.Oracle;

namespace MarginStreams.Topologies;

/// <summary>How a pipeline is put together.</summary>
public sealed record PipelineOptions
{
    /// <summary>Names of its topics.</summary>
    public TopicNames Topics { get; init; } = new();

    /// <summary>Partitions of the topics that are split by account.</summary>
    public int PartitionCount { get; init; } = 4;

    /// <summary>Who puts an account's records into the account's partition.</summary>
    public PositionPartitioning Partitioning { get; init; }

    /// <summary>The topic whose partitions the margin tasks share: positions by account.</summary>
    public string AccountPositions => Partitioning == PositionPartitioning.Direct ? Topics.Positions : Topics.AccountPositions;

    /// <summary>How frames are cut.</summary>
    public OracleOptions Oracle { get; init; } = new();

    /// <summary>How many frames an account waits for the rest of its block, and a position for its instrument.</summary>
    public int MaxAwaitFrames { get; init; } = EngineLimits.AwaitFramesDefault;

    /// <summary>
    /// Whether the status of an account is told that is healthy, above all warning lines, from its first record on; else it is told once that changes.
    /// </summary>
    public bool TellsHealthyNewcomers { get; init; } = true;

    /// <summary>How often and on which prices the risk of a market is told.</summary>
    public MarketRiskOptions MarketRisk { get; init; } = MarketRiskOptions.Off;

    /// <summary>The longest that processed records wait for their commit, ms.</summary>
    public int CommitIntervalMs { get; init; } = 100;

    /// <summary>The most input records of a task between two commits.</summary>
    public int CommitMaxRecords { get; init; } = Streams.StreamLimits.CommitRecordsMax;

    /// <summary>The most dead letters of a task among <see cref="Streams.StreamLimits.DeadLetterBurstRecords"/> records; with more it stops.</summary>
    public int DeadLetterBurstMax { get; init; } = Streams.StreamLimits.DeadLetterBurstMax;

    /// <summary>How long an input that has nothing to read yet holds back the others, ms; 0 takes what is there.</summary>
    public int MaxTaskIdleMs { get; init; }
}
