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
        for (nuint i = (nuint)Vector256<long>.Count; i < BoundaryIndex.BlockSlots; i = unchecked(i + (nuint)Vector256<long>.Count))
        {
            max = Vector256.Max(max, Vector256.LoadUnsafe(ref block, i));
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
        for (nuint i = 0; i < BoundaryIndex.BlockSlots; i = unchecked(i + (nuint)Vector256<long>.Count))
        {
            Vector256<long> entries = Vector256.LoadUnsafe(ref block, i);
            mask |= (ulong)Vector256.GreaterThan(entries, line).ExtractMostSignificantBits() << unchecked((int)i);
            max = Vector256.Max(max, Vector256.ConditionalSelect(Vector256.LessThanOrEqual(entries, line), entries, none));
        }

        rest = MaxOf(max);
        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(ref long block, long value)
    {
        Vector256<long> line = Vector256.Create(value);
        ulong mask = 0;
        for (nuint i = 0; i < BoundaryIndex.BlockSlots; i = unchecked(i + (nuint)Vector256<long>.Count))
        {
            mask |= (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref block, i), line).ExtractMostSignificantBits() << unchecked((int)i);
        }

        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long MaxOf(Vector256<long> entries)
    {
        Vector128<long> pair = Vector128.Max(entries.GetLower(), entries.GetUpper());
        return Vector128.Max(pair, Vector128.Shuffle(pair, Vector128.Create(1L, 0L))).ToScalar();
    }
}
