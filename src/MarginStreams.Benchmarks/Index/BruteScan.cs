using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Index;

/// <summary>Brute force: one pass over all boundaries of an index with the widest vectors there are, that writes the owners of those above x.</summary>
internal static class BruteScan
{
    private const int Block = 64;

    /// <summary>Owners of what is above x, in order of slot; how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Above(BoundaryIndex index, long x, Span<int> found)
    {
        int count = 0;
        for (int chunk = 0; chunk < index.ChunkCount; chunk++)
        {
            ReadOnlySpan<long> boundaries = index.Boundaries(chunk);
            ReadOnlySpan<int> owners = index.Owners(chunk);
            for (int first = 0; first < boundaries.Length; first += Block)
            {
                ref long block = ref Unsafe.Add(ref MemoryMarshal.GetReference(boundaries), first);
                ulong mask = Vector512.IsHardwareAccelerated ? Mask512(ref block, x)
                    : Vector256.IsHardwareAccelerated ? Mask256(ref block, x)
                    : Mask(ref block, x);
                for (; mask != 0; mask &= mask - 1)
                {
                    found[count++] = owners[first + BitOperations.TrailingZeroCount(mask)];
                }
            }
        }

        return count;
    }

    /// <summary>Takes what is above x out of the index, and holds it against what the pass finds before.</summary>
    /// <exception cref="BenchMismatchException">They differ.</exception>
    public static void Check(BoundaryIndex index, long x)
    {
        var expected = new int[index.Count];
        var popped = new int[index.Count];
        Compare(expected.AsSpan(0, Above(index, x, expected)), popped.AsSpan(0, index.PopAbove(x, popped)));
    }

    /// <summary>The same owners, both in order of slot.</summary>
    /// <exception cref="BenchMismatchException">They differ.</exception>
    public static void Compare(ReadOnlySpan<int> expected, ReadOnlySpan<int> popped)
    {
        if (!popped.SequenceEqual(expected))
        {
            int same = popped.CommonPrefixLength(expected);
            throw new BenchMismatchException(
                $"the index popped {popped.Length} owners where brute force finds {expected.Length}; only the first {same} are the same");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask512(ref long block, long x)
    {
        Vector512<long> line = Vector512.Create(x);
        ulong mask = 0;
        for (int i = 0; i < Block; i += Vector512<long>.Count)
        {
            mask |= Vector512.GreaterThan(Vector512.LoadUnsafe(ref block, (nuint)i), line).ExtractMostSignificantBits() << i;
        }

        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask256(ref long block, long x)
    {
        Vector256<long> line = Vector256.Create(x);
        ulong mask = 0;
        for (int i = 0; i < Block; i += Vector256<long>.Count)
        {
            mask |= (ulong)Vector256.GreaterThan(Vector256.LoadUnsafe(ref block, (nuint)i), line).ExtractMostSignificantBits() << i;
        }

        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mask(ref long block, long x)
    {
        ulong mask = 0;
        for (int i = 0; i < Block; i++)
        {
            mask |= Unsafe.Add(ref block, i) > x ? 1UL << i : 0;
        }

        return mask;
    }
}
