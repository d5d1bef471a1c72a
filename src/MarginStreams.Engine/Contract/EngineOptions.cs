namespace MarginStreams.Engine;

/// <summary>What an engine is told at its start.</summary>
/// <param name="Partition">The partition of positions it serves: part of every episode's identity.</param>
/// <param name="MaxAwaitFrames">How many frames an account may wait for the rest of its block, or for its venue's frame to reach it.</param>
public sealed record EngineOptions(int Partition, int MaxAwaitFrames = EngineLimits.AwaitFramesDefault)
{
    /// <summary>
    /// Whether the status of an account is told that is healthy, above all warning lines, from its first record on; else it is told once that changes.
    /// </summary>
    public bool TellsHealthyNewcomers { get; init; } = true;

    /// <summary>How the engine is wrong on purpose.</summary>
    internal EngineSabotage Sabotage { get; init; }
}

/// <summary>Limits of the engine, in one place.</summary>
public static class EngineLimits
{
    /// <summary>Default of <see cref="EngineOptions.MaxAwaitFrames"/>.</summary>
    public const int AwaitFramesDefault = 50;
}
