using System.Numerics;

namespace MarginStreams.Simulation;

/// <summary>
/// xoshiro256** (Blackman and Vigna, https://prng.di.unimi.it), seeded by splitmix64: the same numbers from a seed on every machine and version.
/// </summary>
public sealed class SeededRandom
{
    private const int UniformsInNormal = 12;

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>The numbers of one stream of a seed: streams are independent, so that one account does not depend on the others.</summary>
    public SeededRandom(ulong seed, ulong stream)
    {
        ulong state = seed;
        ulong mixed = Split(ref state) ^ unchecked(stream * 0xD1342543DE82EF95UL);
        _s0 = Split(ref mixed);
        _s1 = Split(ref mixed);
        _s2 = Split(ref mixed);
        _s3 = Split(ref mixed);
    }

    /// <summary>64 even bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
            ulong shifted = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= shifted;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }

    /// <summary>An even integer from 0 below a bound; the bias of at most bound / 2^64 does not matter here.</summary>
    public long Below(long bound) => (long)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>An even integer between two, both included.</summary>
    public long Between(long low, long high) => low + Below(high - low + 1);

    /// <summary>True in so many of a million cases.</summary>
    public bool Chance(long ppm) => Below(1_000_000) < ppm;

    /// <summary>Nearly normal (a sum of twelve even numbers), mean 0, deviation 1, with 32 fractional bits; between -6 and 6.</summary>
    public long Normal()
    {
        long sum = 0;
        for (int i = 0; i < UniformsInNormal / 2; i++)
        {
            ulong bits = Next();
            sum += (long)(bits >> 32) + (long)(bits & uint.MaxValue);
        }

        return sum - ((long)(UniformsInNormal / 2) << 32);
    }

    private static ulong Split(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            ulong z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
