using System.Runtime.CompilerServices;

namespace MarginStreams.Engine;

/// <summary>A block, one entry at a time.</summary>
internal readonly struct BlockKernelScalar : IBlockKernel
{
    public static long Max(ref long block)
    {
        long max = block;
        for (int i = 1; i < BoundaryIndex.BlockSlots; i++)
        {
            max = Math.Max(max, Unsafe.Add(ref block, i));
        }

        return max;
    }

    public static ulong Above(ref long block, long x, out long rest)
    {
        rest = long.MinValue;
        ulong mask = 0;
        for (int i = 0; i < BoundaryIndex.BlockSlots; i++)
        {
            long entry = Unsafe.Add(ref block, i);
            bool above = entry > x;
            mask |= above ? 1UL << i : 0;
            rest = above ? rest : Math.Max(rest, entry);
        }

        return mask;
    }

    public static ulong Equal(ref long block, long value)
    {
        ulong mask = 0;
        for (int i = 0; i < BoundaryIndex.BlockSlots; i++)
        {
            mask |= Unsafe.Add(ref block, i) == value ? 1UL << i : 0;
        }

        return mask;
    }
}
