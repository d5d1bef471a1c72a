using System.Numerics;
using System.Runtime.CompilerServices;

namespace MarginStreams.Engine;

/// <summary>Taking out what is crossed: only blocks that hold something above x are entered, and the maximum of each is worked out once.</summary>
public sealed partial class BoundaryIndex
{
    /// <summary>
    /// Empties slots whose boundary is above x, in order of slot, and writes their owners, at most as many as there is room for; returns how many. Call again
    /// while all the room was used. With x = <see cref="None"/> every boundary is taken out.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PopAbove(long x, Span<int> owners) => x >= _max || owners.IsEmpty ? 0 : PopCrossed(x, owners);

    private int PopCrossed(long x, Span<int> owners)
    {
        var pop = new Pop(x, owners);
        int top = _levels.Length - 1;
        _max = _width switch
        {
            VectorWidth.Bits512 => PopMaxima<BlockKernel512>(top, 0, ref pop),
            VectorWidth.Bits256 => PopMaxima<BlockKernel256>(top, 0, ref pop),
            _ => PopMaxima<BlockKernelScalar>(top, 0, ref pop),
        };
        return pop.Signs >= 0 ? pop.Count : throw new InvalidOperationException("a slot that is not in use has a boundary");
    }

    /// <summary>Pops below one block of maxima, and returns its new maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long PopMaxima<TKernel>(int level, int block, ref Pop pop)
        where TKernel : struct, IBlockKernel
    {
        ref long maxima = ref LevelBlock(level, block);
        ulong crossed = TKernel.Above(ref maxima, pop.X, out _);
        if (level == 0)
        {
            // Where more than half of the blocks are crossed, going through all without gaps is faster: memory is read ahead. All 64 must be there.
            bool isWhole = (long)(block + 1) << (2 * BlockBits) <= _capacity;
            bool isDense = isWhole && BitOperations.PopCount(crossed) > BlockSlots / 2;
            PopLeaves<TKernel>(block << BlockBits, isDense ? ulong.MaxValue : crossed, ref maxima, ref pop);
            return TKernel.Max(ref maxima);
        }

        for (; crossed != 0 && pop.Count < pop.Owners.Length; crossed = WithoutLowest(crossed))
        {
            int i = BitOperations.TrailingZeroCount(crossed);
            Unsafe.Add(ref maxima, i) = PopMaxima<TKernel>(level - 1, (block << BlockBits) + i, ref pop);
        }

        return TKernel.Max(ref maxima);
    }

    /// <summary>Pops those blocks of leaves that are crossed, of the 64 under one block of maxima, and writes their new maxima.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PopLeaves<TKernel>(int first, ulong crossed, ref long maxima, ref Pop pop)
        where TKernel : struct, IBlockKernel
    {
        // All 64 lie in one chunk, as far as there are so many.
        ref long leaves = ref LeafBlock(first);
        ref int slotOwners = ref _owners.Block(first << BlockBits);
        ref byte winners = ref _winners[first];
        Span<int> owners = pop.Owners;
        long x = pop.X;
        int count = pop.Count;
        int signs = pop.Signs;
        for (; crossed != 0 && count < owners.Length; crossed = WithoutLowest(crossed))
        {
            int block = BitOperations.TrailingZeroCount(crossed);
            ref long entries = ref Unsafe.Add(ref leaves, block << BlockBits);
            ref int entryOwners = ref Unsafe.Add(ref slotOwners, block << BlockBits);
            ulong above = TKernel.Above(ref entries, x, out long max);

            // Before anything is written: a vector that is read right after a part of it was written waits for that.
            byte winner = FirstOf<TKernel>(ref entries, max);
            bool isPart = BitOperations.PopCount(above) > owners.Length - count;
            for (ulong left = isPart ? Lowest(above, owners.Length - count) : above; left != 0; left = WithoutLowest(left))
            {
                int i = BitOperations.TrailingZeroCount(left);
                int owner = Unsafe.Add(ref entryOwners, i);
                Unsafe.Add(ref entries, i) = None;
                owners[count] = owner;
                count = unchecked(count + 1);
                signs |= owner;
            }

            if (isPart)
            {
                max = TKernel.Max(ref entries);
                winner = FirstOf<TKernel>(ref entries, max);
            }

            Unsafe.Add(ref winners, block) = winner;
            Unsafe.Add(ref maxima, block) = max;
        }

        pop.Count = count;
        pop.Signs = signs;
    }

    private static ulong WithoutLowest(ulong bits) => unchecked(bits & (bits - 1));

    /// <summary>So many of the lowest bits that are set.</summary>
    private static ulong Lowest(ulong bits, int count)
    {
        for (int over = BitOperations.PopCount(bits) - count; over > 0; over--)
        {
            bits &= ~(1UL << BitOperations.Log2(bits));
        }

        return bits;
    }

    /// <summary>One pop under way.</summary>
    private ref struct Pop(long x, Span<int> owners)
    {
        /// <summary>Boundaries above it go.</summary>
        public readonly long X = x;

        /// <summary>Room for the owners.</summary>
        public readonly Span<int> Owners = owners;

        /// <summary>How many went.</summary>
        public int Count;

        /// <summary>Negative once an owner was: that slot is free.</summary>
        public int Signs;
    }
}
