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

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int PopCrossed(long x, Span<int> owners)
    {
        var pop = new Pop(x, owners);
        _max = PopMaxima(_levels.Length - 1, 0, ref pop);
        return pop.Signs >= 0 ? pop.Count : throw new InvalidOperationException("a slot that is not in use has a boundary");
    }

    /// <summary>Pops below one block of maxima, and returns its new maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long PopMaxima(int level, int block, ref Pop pop)
    {
        int first = block << BlockBits;
        Span<long> maxima = _levels[level].AsSpan(first, BlockSlots);
        ulong crossed = BlockKernels.Above(_width, ref maxima[0], pop.X, out _);
        for (; crossed != 0 && pop.Room > 0; crossed &= crossed - 1)
        {
            int i = BitOperations.TrailingZeroCount(crossed);
            maxima[i] = level == 0 ? PopLeaves(first + i, ref pop) : PopMaxima(level - 1, first + i, ref pop);
        }

        return BlockKernels.Max(_width, ref maxima[0]);
    }

    /// <summary>Pops one block of leaves, and returns its new maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long PopLeaves(int block, ref Pop pop)
    {
        int chunk = block >> (SlotChunks.ChunkBits - BlockBits);
        int first = (block << BlockBits) & SlotChunks.ChunkMask;
        Span<long> leaves = _leaves[chunk].AsSpan(first, BlockSlots);
        ReadOnlySpan<int> owners = _owners.Chunk(chunk).AsSpan(first, BlockSlots);
        ulong crossed = BlockKernels.Above(_width, ref leaves[0], pop.X, out long rest);
        for (; crossed != 0 && pop.Room > 0; crossed &= crossed - 1)
        {
            int i = BitOperations.TrailingZeroCount(crossed);
            leaves[i] = None;
            pop.Add(owners[i]);
        }

        // What was left for want of room is above x still.
        return crossed == 0 ? rest : BlockKernels.Max(_width, ref leaves[0]);
    }

    /// <summary>One pop under way.</summary>
    private ref struct Pop(long x, Span<int> owners)
    {
        private readonly Span<int> _owners = owners;

        /// <summary>Boundaries above it go.</summary>
        public readonly long X => x;

        /// <summary>How many went.</summary>
        public int Count { get; private set; }

        /// <summary>Negative once an owner was: that slot is free.</summary>
        public int Signs { get; private set; }

        /// <summary>How many more may go.</summary>
        public readonly int Room => _owners.Length - Count;

        public void Add(int owner)
        {
            Signs |= owner;
            _owners[Count++] = owner;
        }
    }
}
