using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarginStreams.Engine;

/// <summary>A block, eight entries at a time.</summary>
internal readonly struct BlockKernel512 : IBlockKernel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Max(ref long block)
    {
        Vector512<long> max = Vector512.LoadUnsafe(ref block);
        for (nuint i = (nuint)Vector512<long>.Count; i < BoundaryIndex.BlockSlots; i = unchecked(i + (nuint)Vector512<long>.Count))
        {
            max = Vector512.Max(max, Vector512.LoadUnsafe(ref block, i));
        }

        return MaxOf(max);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Above(ref long block, long x, out long rest)
    {
        Vector512<long> line = Vector512.Create(x);
        Vector512<long> none = Vector512.Create(long.MinValue);
        Vector512<long> max = none;
        ulong mask = 0;
        for (nuint i = 0; i < BoundaryIndex.BlockSlots; i = unchecked(i + (nuint)Vector512<long>.Count))
        {
            Vector512<long> entries = Vector512.LoadUnsafe(ref block, i);
            mask |= Vector512.GreaterThan(entries, line).ExtractMostSignificantBits() << unchecked((int)i);
            max = Vector512.Max(max, Vector512.ConditionalSelect(Vector512.LessThanOrEqual(entries, line), entries, none));
        }

        rest = MaxOf(max);
        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Equal(ref long block, long value)
    {
        Vector512<long> line = Vector512.Create(value);
        ulong mask = 0;
        for (nuint i = 0; i < BoundaryIndex.BlockSlots; i = unchecked(i + (nuint)Vector512<long>.Count))
        {
            mask |= Vector512.Equals(Vector512.LoadUnsafe(ref block, i), line).ExtractMostSignificantBits() << unchecked((int)i);
        }

        return mask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long MaxOf(Vector512<long> entries) => BlockKernel256.MaxOf(Vector256.Max(entries.GetLower(), entries.GetUpper()));
}
