using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarginStreams.Engine;

/// <summary>
/// What the index asks of a block, which is 64 boundaries side by side. Optimised at their first call: the steps of tiered compilation would show as stalls
/// of a tick.
/// </summary>
internal static class BlockKernels
{
    /// <summary>Entries in a block: as many as a mask has bits.</summary>
    public const int BlockSlots = 64;

    /// <summary>
    /// The widest vectors the hardware has. A loop over 512 bits is ten times slower than one over 256 where the hardware lacks it, so the kernels exist in
    /// each width; all give the same results.
    /// </summary>
    public static VectorWidth Best => Vector512.IsHardwareAccelerated ? VectorWidth.Bits512
        : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256
        : VectorWidth.Scalar;

    /// <summary>The largest entry of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Max(VectorWidth width, ref long block) => width switch
    {
        VectorWidth.Bits512 => Max512(ref block),
        VectorWidth.Bits256 => Max256(ref block),
        _ => MaxScalar(ref block),
    };

    /// <summary>
    /// Bit i of the result tells whether entry i is above x; the maximum of the others is <paramref name="rest"/>, long.MinValue if there are none.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Above(VectorWidth width, ref long block, long x, out long rest) => width switch
    {
        VectorWidth.Bits512 => Above512(ref block, x, out rest),
        VectorWidth.Bits256 => Above256(ref block, x, out rest),
        _ => AboveScalar(ref block, x, out rest),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Max512(ref long block)
    {
        Vector512<long> max = Vector512.LoadUnsafe(ref block);
        for (int i = Vector512<long>.Count; i < BlockSlots; i += Vector512<long>.Count)
        {
            max = Vector512.Max(max, Vector512.LoadUnsafe(ref block, (nuint)i));
        }

        return Max(max);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Max256(ref long block)
    {
        Vector256<long> max = Vector256.LoadUnsafe(ref block);
        for (int i = Vector256<long>.Count; i < BlockSlots; i += Vector256<long>.Count)
        {
            max = Vector256.Max(max, Vector256.LoadUnsafe(ref block, (nuint)i));
        }

        return Max(max);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long MaxScalar(ref long block)
    {
        long max = block;
        for (int i = 1; i < BlockSlots; i++)
        {
            max = Math.Max(max, Unsafe.Add(ref block, i));
        }

        return max;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Above512(ref long block, long x, out long rest)
    {
        Vector512<long> line = Vector512.Create(x);
        Vector512<long> none = Vector512.Create(long.MinValue);
        Vector512<long> max = none;
        ulong mask = 0;
        for (int i = 0; i < BlockSlots; i += Vector512<long>.Count)
        {
            Vector512<long> entries = Vector512.LoadUnsafe(ref block, (nuint)i);
            Vector512<long> above = Vector512.GreaterThan(entries, line);
            mask |= above.ExtractMostSignificantBits() << i;
            max = Vector512.Max(max, Vector512.ConditionalSelect(above, none, entries));
        }

        rest = Max(max);
        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Above256(ref long block, long x, out long rest)
    {
        Vector256<long> line = Vector256.Create(x);
        Vector256<long> none = Vector256.Create(long.MinValue);
        Vector256<long> max = none;
        ulong mask = 0;
        for (int i = 0; i < BlockSlots; i += Vector256<long>.Count)
        {
            Vector256<long> entries = Vector256.LoadUnsafe(ref block, (nuint)i);
            Vector256<long> above = Vector256.GreaterThan(entries, line);
            mask |= (ulong)above.ExtractMostSignificantBits() << i;
            max = Vector256.Max(max, Vector256.ConditionalSelect(above, none, entries));
        }

        rest = Max(max);
        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AboveScalar(ref long block, long x, out long rest)
    {
        rest = long.MinValue;
        ulong mask = 0;
        for (int i = 0; i < BlockSlots; i++)
        {
            long entry = Unsafe.Add(ref block, i);
            if (entry > x)
            {
                mask |= 1UL << i;
            }
            else
            {
                rest = Math.Max(rest, entry);
            }
        }

        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Max(Vector512<long> entries) => Max(Vector256.Max(entries.GetLower(), entries.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Max(Vector256<long> entries)
    {
        Vector128<long> pair = Vector128.Max(entries.GetLower(), entries.GetUpper());
        return Math.Max(pair[0], pair[1]);
    }
}
