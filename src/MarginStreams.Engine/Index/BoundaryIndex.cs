using System.Runtime.CompilerServices;

namespace MarginStreams.Engine;

/// <summary>
/// Boundaries of one factor, addressed by slot: which slots have a boundary above x? A boundary b is crossed when the factor's scalar x falls below it, so
/// b &gt; x is what pops; long.MaxValue pops at every other x.
/// </summary>
/// <remarks>
/// A tournament tree, 64 wide: the boundaries of 64 slots are a block, the maxima of 64 blocks are a block of the level above, up to a single block whose
/// maximum is <see cref="Max"/>. A tick that crosses nothing is one comparison; what crosses is reached through the blocks that hold it and no other. A slot
/// costs 8 bytes and a 63rd of that, 4 more for its owner: nothing in a leaf but the boundary. It grows and never shrinks; free slots are used again.
/// </remarks>
public sealed partial class BoundaryIndex
{
    /// <summary>The boundary of an empty slot: above no x.</summary>
    public const long None = long.MinValue;

    private const int BlockBits = 6;
    private const int BlockSlots = BlockKernels.BlockSlots;
    private readonly VectorWidth _width;
    private readonly SlotOwners _owners;
    private readonly bool _isFollower;
    private long[][] _leaves = [];

    // Level 0 has the maxima of the blocks of leaves, the last level is one block.
    private long[][] _levels = [[]];
    private long _max = None;

    /// <summary>An empty index.</summary>
    public BoundaryIndex()
        : this(BlockKernels.Best)
    {
    }

    /// <summary>An empty index that uses vectors of a width.</summary>
    internal BoundaryIndex(VectorWidth width)
    {
        _width = width;
        _owners = new SlotOwners();
        Grow();
    }

    /// <summary>Slots in use, those with an empty boundary included.</summary>
    public int Count => _owners.Count;

    /// <summary>The largest boundary; <see cref="None"/> when there is none.</summary>
    public long Max => _max;

    /// <summary>Bytes held, for the slots in use and for the free ones.</summary>
    public long Bytes => OwnerBytes + (sizeof(long) * ((long)_capacity + _levels.Sum(level => (long)level.Length)));

    /// <summary>Bytes of those that hold the owners.</summary>
    public long OwnerBytes => _isFollower ? 0 : _owners.Bytes;

    /// <summary>Takes a free slot for an owner, which is not negative; its boundary is empty.</summary>
    public int Rent(int owner)
    {
        if (_owners.IsFull)
        {
            Grow();
        }

        return _owners.Rent(owner);
    }

    /// <summary>Gives a slot back, and its boundary with it.</summary>
    public void Return(int slot)
    {
        _owners.Return(slot);
        Set(slot, None);
    }

    /// <summary>Whose the slot is.</summary>
    public int Owner(int slot) => _owners.Owner(slot);

    /// <summary>Boundary of a slot in use.</summary>
    public long Boundary(int slot) => Leaf(slot);

    /// <summary>Moves the boundary of a slot in use. A slot that is not in use is found out by the pop that meets it.</summary>
    public void Set(int slot, long boundary)
    {
        ref long leaf = ref Leaf(slot);
        long former = leaf;
        leaf = boundary;
        long max = _levels[0][slot >> BlockBits];
        if (boundary > max || (former == max && boundary < max))
        {
            Climb(slot, former, boundary);
        }
    }

    /// <summary>Moves the boundary of a slot, and leaves the maxima wrong until <see cref="Rebuild"/>: for many at once.</summary>
    public void SetLeaf(int slot, long boundary) => Leaf(slot) = boundary;

    /// <summary>Makes the maxima right after <see cref="SetLeaf"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rebuild()
    {
        int blocks = Blocks(Math.Min(_capacity, _owners.UsedMax));
        for (int block = 0; block < blocks; block++)
        {
            _levels[0][block] = BlockKernels.Max(_width, ref Leaf(block << BlockBits));
        }

        for (int level = 1; level < _levels.Length; level++)
        {
            blocks = Blocks(blocks);
            for (int block = 0; block < blocks; block++)
            {
                _levels[level][block] = BlockMax(level - 1, block);
            }
        }

        _max = BlockMax(_levels.Length - 1, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long Leaf(int slot) => ref _leaves[slot >> SlotChunks.ChunkBits][slot & SlotChunks.ChunkMask];

    /// <summary>Carries one changed entry upwards, as far as it changes a maximum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Climb(int slot, long former, long boundary)
    {
        int entry = slot;
        for (int level = 0; level < _levels.Length; level++)
        {
            int block = entry >> BlockBits;
            ref long max = ref _levels[level][block];
            long formerMax = max;
            if (boundary > formerMax)
            {
                max = boundary;
            }
            else if (former == formerMax && boundary < formerMax)
            {
                max = level == 0 ? BlockKernels.Max(_width, ref Leaf(block << BlockBits)) : BlockMax(level - 1, block);
            }

            if (max == formerMax)
            {
                return;
            }

            (entry, former, boundary) = (block, formerMax, max);
        }

        _max = BlockMax(_levels.Length - 1, 0);
    }

    private long BlockMax(int level, int block) => BlockKernels.Max(_width, ref _levels[level][block << BlockBits]);

    /// <summary>Blocks that so many entries fill, the last one perhaps in part: rounded up.</summary>
    private static int Blocks(int entries) => (entries + (BlockSlots - 1)) >> BlockBits;

    private void Grow()
    {
        _owners.Grow(SlotChunks.NextCapacity(_owners.Capacity));
        GrowLeaves();
    }

    private void GrowLeaves()
    {
        int capacity = SlotChunks.NextCapacity(_capacity);
        _leaves = SlotChunks.Grow(_leaves, _capacity, capacity, None);
        _capacity = capacity;
        int entries = capacity;
        for (int level = 0; level == 0 || entries > BlockSlots; level++)
        {
            entries = Blocks(entries);
            GrowLevel(level, entries);
        }
    }

    /// <summary>Room for so many maxima, in whole blocks. A level that is new stands over one full block, whose maximum is that of all.</summary>
    private void GrowLevel(int level, int entries)
    {
        if (level == _levels.Length)
        {
            _levels = [.. _levels, SlotChunks.Longer([_max], BlockSlots, None)];
        }

        if (entries > _levels[level].Length)
        {
            _levels[level] = SlotChunks.Longer(_levels[level], Math.Max(BlockSlots, 2 * _levels[level].Length), None);
        }
    }
}
