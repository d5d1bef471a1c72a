namespace MarginStreams.Topologies;

/// <summary>What one margin task is told at its start.</summary>
/// <param name="Partition">Its partition of positions.</param>
/// <param name="PartitionCount">Number of partitions of positions.</param>
/// <param name="MaxAwaitFrames">How many frames an account waits for the rest of its block, and a position for its instrument.</param>
public sealed record MarginTaskOptions(int Partition, int PartitionCount, int MaxAwaitFrames)
{
    /// <summary>Whether its records come from its own partition of positions, or are copies from any.</summary>
    public PositionPartitioning Partitioning { get; init; }

    /// <summary>
    /// Whether the status of an account is told that is healthy, above all warning lines, from its first record on; else it is told once that changes.
    /// </summary>
    public bool TellsHealthyNewcomers { get; init; } = true;

    /// <summary>How often and on which prices the risk of a market is told.</summary>
    public MarketRiskOptions MarketRisk { get; init; } = MarketRiskOptions.Off;
}
