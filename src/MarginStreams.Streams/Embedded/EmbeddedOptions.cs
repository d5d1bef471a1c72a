namespace MarginStreams.Streams;

/// <summary>What a log on disk outlives.</summary>
public enum FlushMode
{
    /// <summary>The end of its process at any moment: what was committed is with the operating system.</summary>
    Process,

    /// <summary>The loss of power too: what was committed is on the device. Each commit waits for it.</summary>
    Power,
}

/// <summary>Limits of an embedded cluster, and what it outlives.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>A transaction that is open for longer is aborted, and its producer fenced, ms.</summary>
    public int TransactionTimeoutMs { get; init; } = 60_000;

    /// <summary>What a log on disk outlives.</summary>
    public FlushMode FlushMode { get; init; } = FlushMode.Process;

    /// <summary>A file of a partition that reaches so many bytes is followed by another.</summary>
    public int SegmentBytesMax { get; init; } = 64 << 20;

    /// <summary>How many bytes of records that stand on disk are kept in memory at most, over all partitions.</summary>
    public long CacheBytesMax { get; init; } = 64 << 20;

    /// <summary>A compacted partition on disk of fewer bytes is never compacted by itself.</summary>
    public long CompactionBytesMin { get; init; } = 16 << 20;

    /// <summary>The file of decisions is begun anew, from a summary, when it reaches so many bytes.</summary>
    public int DecisionBytesMax { get; init; } = 4 << 20;
}
