using MarginStreams.Oracle;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Simulation;

/// <summary>How the pipeline of one seed is set up: drawn, so that settings meet faults in many ways.</summary>
internal sealed record SimulationSettings
{
    /// <summary>The pipeline.</summary>
    public required PipelineOptions Pipeline { get; init; }

    /// <summary>Number of processes.</summary>
    public required int Processes { get; init; }

    /// <summary>Workers of the margin topology in each.</summary>
    public required int MarginWorkers { get; init; }

    /// <summary>A member that is silent for so long is put out, ms.</summary>
    public required int SessionMs { get; init; }

    /// <summary>A transaction that is open for longer is aborted, ms.</summary>
    public required int TransactionMs { get; init; }

    /// <summary>A snapshot is begun so long after the one before, ms.</summary>
    public required int SnapshotEveryMs { get; init; }

    /// <summary>Whether members have names that outlive a restart.</summary>
    public required bool HasInstanceIds { get; init; }

    /// <summary>What is wrong with the runtime on purpose.</summary>
    public required StreamsSabotage Sabotage { get; init; }

    /// <summary>Those of a seed.</summary>
    public static SimulationSettings Draw(SeededRandom random, StreamsSabotage sabotage) => new()
    {
        Pipeline = new PipelineOptions
        {
            PartitionCount = (int)random.Between(2, 4),
            Oracle = new OracleOptions
            {
                FrameIntervalMs = (int)random.Between(20, 200),
                FrameMaxUpdates = One(random, 3, 20, 10_000),
                KeyframeEvery = One(random, 1, 4, 16),
            },
            MaxAwaitFrames = (int)random.Between(2, 12),
            MarketRisk = new MarketRiskOptions(One(random, 0, 500, 5_000), [20_000, 100_000, 300_000]),
            CommitIntervalMs = One(random, 5, 50, 400),
            CommitMaxRecords = One(random, 1, 10, StreamLimits.CommitRecordsMax),
            MaxTaskIdleMs = One(random, 0, 0, 50),
        },
        Processes = (int)random.Between(2, 3),
        MarginWorkers = (int)random.Between(1, 2),
        SessionMs = One(random, 6_000, 10_000),
        TransactionMs = One(random, 15_000, 60_000),
        SnapshotEveryMs = One(random, 100, 1_000, 10_000),
        HasInstanceIds = random.Below(3) == 0,
        Sabotage = sabotage,
    };

    private static int One(SeededRandom random, params ReadOnlySpan<int> of) => of[(int)random.Below(of.Length)];
}
