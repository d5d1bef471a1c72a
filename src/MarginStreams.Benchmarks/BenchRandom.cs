namespace MarginStreams.Benchmarks;

/// <summary>splitmix64 (Steele, Lea and Flood 2014): the same numbers from a seed on every machine, in about a nanosecond each.</summary>
internal sealed class BenchRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 even bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>An even integer from 0 below a bound.</summary>
    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);
}
