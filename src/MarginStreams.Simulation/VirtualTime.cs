namespace MarginStreams.Simulation;

/// <summary>The time of a whole simulation: it moves when the simulation says so, and never otherwise.</summary>
internal sealed class VirtualTime : TimeProvider
{
    /// <summary>Its beginning, ms since the epoch in UTC.</summary>
    public const long StartMs = 1_700_000_000_000;

    /// <summary>Time since its beginning, ms.</summary>
    public long PassedMs { get; private set; }

    /// <summary>Now, ms since the epoch in UTC.</summary>
    public long NowMs => StartMs + PassedMs;

    /// <inheritdoc/>
    public override long TimestampFrequency => 1_000;

    /// <inheritdoc/>
    public override long GetTimestamp() => NowMs;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);

    /// <summary>Lets time pass.</summary>
    public void Advance(long byMs) => PassedMs += byMs;
}

/// <summary>One process's view of it: its wall clock may be wrong, and may jump.</summary>
internal sealed class ProcessClock(VirtualTime time) : TimeProvider
{
    /// <summary>How far its wall clock is ahead, ms.</summary>
    public long AheadMs { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => time.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => time.GetTimestamp();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(time.NowMs + AheadMs);
}
