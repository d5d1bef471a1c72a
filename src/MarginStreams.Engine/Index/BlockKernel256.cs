using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarginStreams.Engine;

/// <summary>A block, four entries at a time.</summary>
internal readonly struct BlockKernel256 : IBlockKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Max(ref long block)
    {
        Vector256<long> max = Vector256.LoadUnsafe(ref block);
        for (int i = Vector256<long>.Count; i < BoundaryIndex.BlockSlots; i += Vector256<long>.Count)
        {
            max = Vector256.Max(max, Vector256.LoadUnsafe(ref block, (nuint)i));
        }

        return MaxOf(max);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Above(ref long block, long x, out long rest)
    {
        Vector256<long> line = Vector256.Create(x);
        Vector256<long> none = Vector256.Create(long.MinValue);
        Vector256<long> max = none;
        ulong mask = 0;
        for (int i = 0; i < BoundaryIndex.BlockSlots; i += Vector256<long>.Count)
        {
            Vector256<long> entries = Vector256.LoadUnsafe(ref block, (nuint)i);
            Vector256<long> above = Vector256.GreaterThan(entries, line);
            mask |= (ulong)above.ExtractMostSignificantBits() << i;
            max = Vector256.Max(max, Vector256.ConditionalSelect(above, none, entries));
        }

        rest = MaxOf(max);
        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(ref long block, long value)
    {
        Vector256<long> line = Vector256.Create(value);
        ulong mask = 0;
        for (int i = 0; i < BoundaryIndex.BlockSlots; i += Vector256<long>.Count)
        {
            mask |= (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref block, (nuint)i), line).ExtractMostSignificantBits() << i;
        }

        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long MaxOf(Vector256<long> entries)
    {
        Vector128<long> pair = Vector128.Max(entries.GetLower(), entries.GetUpper());
        return Math.Max(pair[0], pair[1]);
    }
}
