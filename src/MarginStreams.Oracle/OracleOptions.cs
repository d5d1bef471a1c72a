namespace MarginStreams.Oracle;

/// <summary>How frames are cut.</summary>
public sealed record OracleOptions
{
    /// <summary>A frame closes when a record this much later than its first one arrives, ms of stream-time.</summary>
    public int FrameIntervalMs { get; init; } = 20;

    /// <summary>A frame closes when it holds this many updates.</summary>
    public int FrameMaxUpdates { get; init; } = 10_000;

    /// <summary>Each frame whose number is a multiple of this one holds the complete vector.</summary>
    public int KeyframeEvery { get; init; } = 500;
}
