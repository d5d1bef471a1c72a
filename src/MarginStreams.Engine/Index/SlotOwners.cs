namespace MarginStreams.Engine;

/// <summary>
/// Who owns each slot of an index, and which slots are free: a free slot holds, in the place of its owner, the free slot that comes after it. Chunks are
/// those of the index.
/// </summary>
internal sealed class SlotOwners
{
    private const int End = -1;
    private int[][] _chunks = [];
    private int _firstFree = End;
    private int _fresh;

    /// <summary>Slots that have an owner.</summary>
    public int Count { get; private set; }

    /// <summary>Slots there are.</summary>
    public int Capacity { get; private set; }

    /// <summary>Slots that ever had an owner: none behind them is in use.</summary>
    public int UsedMax => _fresh;

    /// <summary>Whether the next owner finds no slot.</summary>
    public bool IsFull => Count == Capacity;

    /// <summary>Bytes held.</summary>
    public long Bytes => (long)Capacity * sizeof(int);

    /// <summary>Owners of a chunk; a negative one is a free slot.</summary>
    public int[] Chunk(int chunk) => _chunks[chunk];

    /// <summary>Owner of the first slot of a block; those of the others follow it.</summary>
    public ref int Block(int firstSlot) => ref At(firstSlot);

    /// <summary>More slots, up to the capacity: a longer first chunk, or another chunk. Tells no owner apart from its place.</summary>
    public void Grow(int capacity)
    {
        _chunks = SlotChunks.Grow(_chunks, Capacity, capacity, End);
        Capacity = capacity;
    }

    /// <summary>Gives a free slot to an owner; there must be one.</summary>
    public int Rent(int owner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(owner);
        int slot = _firstFree;
        if (slot == End)
        {
            slot = _fresh++;
        }
        else
        {
            _firstFree = Link(At(slot));
        }

        At(slot) = owner;
        Count++;
        return slot;
    }

    /// <summary>Takes a slot back.</summary>
    public void Return(int slot)
    {
        _ = Owner(slot);
        At(slot) = Link(_firstFree);
        _firstFree = slot;
        Count--;
    }

    /// <summary>Owner of a slot that is in use.</summary>
    public int Owner(int slot)
    {
        int owner = At(slot);
        return owner >= 0 ? owner : throw new InvalidOperationException($"slot {slot} is not in use");
    }

    private ref int At(int slot) => ref _chunks[slot >> SlotChunks.ChunkBits][slot & SlotChunks.ChunkMask];

    // From a slot, or the end of the list, to what stands for it among the owners, and back: negative, and never End, which marks a slot never used.
    private static int Link(int value) => -3 - value;
}
