namespace MarginStreams.Topologies;

/// <summary>Who puts an account's records into the account's partition.</summary>
public enum PositionPartitioning
{
    /// <summary>The indexer; a record in another partition is a dead letter that names the right one.</summary>
    Direct,

    /// <summary>The intake: positions come partitioned in whatever way, and are written again by account.</summary>
    Repartition,
}
