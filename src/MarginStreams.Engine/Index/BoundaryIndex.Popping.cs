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
        int first = block << BlockBits;
        ref long maxima = ref LevelBlock(level, block);
        ulong crossed = TKernel.Above(ref maxima, pop.X, out _);
        for (; crossed != 0 && pop.Count < pop.Owners.Length; crossed &= crossed - 1)
        {
            int i = BitOperations.TrailingZeroCount(crossed);
            Unsafe.Add(ref maxima, i) = level == 0 ? PopLeaves<TKernel>(first + i, ref pop) : PopMaxima<TKernel>(level - 1, first + i, ref pop);
        }

        return TKernel.Max(ref maxima);
    }

    /// <summary>Pops one block of leaves, and returns its new maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long PopLeaves<TKernel>(int block, ref Pop pop)
        where TKernel : struct, IBlockKernel
    {
        ref long leaves = ref LeafBlock(block);
        ref int slotOwners = ref _owners.Block(block << BlockBits);
        ulong crossed = TKernel.Above(ref leaves, pop.X, out long max);

        // Before the leaves are written: a vector that is read right after a part of it was written waits for that.
        byte winner = FirstOf<TKernel>(ref leaves, max);
        Span<int> owners = pop.Owners[pop.Count..];
        ulong popped = crossed;
        for (int over = BitOperations.PopCount(crossed) - owners.Length; over > 0; over--)
        {
            popped &= ~(1UL << BitOperations.Log2(popped));
        }

        int count = 0;
        int signs = pop.Signs;
        for (ulong left = popped; left != 0; left &= left - 1)
        {
            int i = BitOperations.TrailingZeroCount(left);
            int owner = Unsafe.Add(ref slotOwners, i);
            Unsafe.Add(ref leaves, i) = None;
            owners[count++] = owner;
            signs |= owner;
        }

        pop.Signs = signs;
        pop.Count += count;
        if (popped != crossed)
        {
            max = TKernel.Max(ref leaves);
            winner = FirstOf<TKernel>(ref leaves, max);
        }

        _winners[block] = winner;
        return max;
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
