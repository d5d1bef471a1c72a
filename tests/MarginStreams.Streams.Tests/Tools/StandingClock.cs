namespace MarginStreams.Streams.Tests;

/// <summary>A clock that moves only when it is told to.</summary>
internal sealed class StandingClock : TimeProvider
{
    private long _nowMs = 1_000_000;

    public override long TimestampFrequency => 1_000;

    public override long GetTimestamp() => Volatile.Read(ref _nowMs);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(GetTimestamp());

    public void AdvanceMs(long byMs) => Interlocked.Add(ref _nowMs, byMs);
}
