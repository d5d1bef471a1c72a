using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarginStreams.Engine;

/// <summary>
/// Boundaries of one factor, addressed by slot: which slots have a boundary above x? A boundary b is crossed when the factor's scalar x falls below it, so
/// b &gt; x is what pops; long.MaxValue pops at every other x.
/// </summary>
/// <remarks>
/// A tournament tree, 64 wide: the boundaries of 64 slots are a block, the maxima of 64 blocks are a block of the level above, up to a single block whose
/// maximum is <see cref="Max"/>. A tick that crosses nothing is one comparison; what crosses is reached through the blocks that hold it and no other. A slot
/// costs 8 bytes and a 30th of that, 4 more for its owner: nothing in a leaf but the boundary. It grows and never shrinks; free slots are used again.
/// </remarks>
public sealed partial class BoundaryIndex
{
    /// <summary>The boundary of an empty slot: above no x.</summary>
    public const long None = long.MinValue;

    /// <summary>Entries in a block: as many as a mask has bits.</summary>
    internal const int BlockSlots = 1 << BlockBits;

    private const int BlockBits = 6;
    private const int BlockMask = BlockSlots - 1;
    private readonly VectorWidth _width;
    private readonly SlotOwners _owners;
    private readonly bool _isFollower;
    private long[][] _leaves = [];

    // Level 0 has the maxima of the blocks of leaves, the last level is one block.
    private long[][] _levels = [[]];

    // Where in each block of leaves its maximum is, or one of several: a leaf that moves below it need not be read, and reading is what costs.
    private byte[] _winners = [];
    private long _max = None;

    /// <summary>An empty index.</summary>
    public BoundaryIndex()
        : this(Vector512.IsHardwareAccelerated ? VectorWidth.Bits512 : Vector256.IsHardwareAccelerated ? VectorWidth.Bits256 : VectorWidth.Scalar)
    {
    }

    /// <summary>An empty index with the kernel of a width.</summary>
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
    public long Bytes => OwnerBytes + _winners.Length + (sizeof(long) * ((long)_capacity + _levels.Sum(level => (long)level.Length)));

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
        Leaf(slot) = boundary;
        int block = slot >> BlockBits;
        if (boundary > _levels[0][block] || _winners[block] == (slot & BlockMask))
        {
            Climb(slot, boundary);
        }
    }

    /// <summary>Moves the boundary of a slot, and leaves the maxima wrong until <see cref="Rebuild"/>: for many at once.</summary>
    public void SetLeaf(int slot, long boundary) => Leaf(slot) = boundary;

    /// <summary>Makes the maxima right after <see cref="SetLeaf"/>.</summary>
    public void Rebuild()
    {
        switch (_width)
        {
            case VectorWidth.Bits512:
                Rebuild<BlockKernel512>();
                break;
            case VectorWidth.Bits256:
                Rebuild<BlockKernel256>();
                break;
            default:
                Rebuild<BlockKernelScalar>();
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long Leaf(int slot) => ref _leaves[slot >> SlotChunks.ChunkBits][slot & SlotChunks.ChunkMask];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long LeafBlock(int block) => ref Leaf(block << BlockBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long LevelBlock(int level, int block) => ref _levels[level][block << BlockBits];

    /// <summary>Blocks that so many entries fill, the last one perhaps in part: rounded up.</summary>
    private static int Blocks(int entries) => (entries + BlockMask) >> BlockBits;

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

        // A block that was never used has its maximum, which is none, at its first place too.
        _winners = _winners.Length < _levels[0].Length ? SlotChunks.Longer<byte>(_winners, _levels[0].Length, 0) : _winners;
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
