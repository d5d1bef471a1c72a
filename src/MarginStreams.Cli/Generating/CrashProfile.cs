namespace MarginStreams.Cli.Generating;

/// <summary>How far a market has fallen: nothing, then ever faster to the bottom, then partly back over four times as long.</summary>
internal sealed class CrashProfile(GeneratedMarketOptions options, long lengthMs)
{
    private const long PpmOne = 1_000_000;
    private const long RecoveryTimes = 4;

    private readonly long _startMs = lengthMs * options.CrashAtPpm / PpmOne;
    private readonly long _fallMs = Math.Max(1, lengthMs * options.CrashLengthPpm / PpmOne);

    /// <summary>Whether prices fall now.</summary>
    public bool IsFalling(long atMs) => atMs > _startMs && atMs <= _startMs + _fallMs;

    /// <summary>How far below its walk a price is, ppm.</summary>
    public long DepthPpm(long atMs)
    {
        long sinceMs = atMs - _startMs;
        if (sinceMs <= 0)
        {
            return 0;
        }

        if (sinceMs <= _fallMs)
        {
            long share = sinceMs * PpmOne / _fallMs;
            return options.CrashDepthPpm * (share * share / PpmOne) / PpmOne;
        }

        long backMs = Math.Min(sinceMs - _fallMs, _fallMs * RecoveryTimes);
        long backPpm = options.RecoveryPpm * (backMs * PpmOne / (_fallMs * RecoveryTimes)) / PpmOne;
        return options.CrashDepthPpm * (PpmOne - backPpm) / PpmOne;
    }
}
