namespace MarginStreams.Engine;

/// <summary>
/// Blocks of words in pinned chunks; a freed block is used again by the next of its length. Growth adds a chunk and copies nothing but the first, short ones.
/// </summary>
internal sealed class WordArena
{
    /// <summary>Words of the longest block.</summary>
    public const int BlockMax = SlotChunks.ChunkSlots;

    private const int End = -1;
    private readonly Dictionary<int, int> _freeLong = [];
    private readonly int[] _free = new int[512];
    private long[][] _chunks = [];
    private int _capacity;
    private int _used;

    /// <summary>An empty arena.</summary>
    public WordArena() => Array.Fill(_free, End);

    /// <summary>Bytes held.</summary>
    public long Bytes => (long)_capacity * sizeof(long);

    /// <summary>A block; what it holds is not said.</summary>
    public int Rent(int words)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words, BlockMax);
        int block = words < _free.Length ? _free[words] : _freeLong.GetValueOrDefault(words, End);
        if (block == End)
        {
            return Take(words);
        }

        SetFree(words, (int)At(block, 1)[0]);
        return block;
    }

    /// <summary>Gives a block back.</summary>
    public void Return(int block, int words)
    {
        At(block, 1)[0] = words < _free.Length ? _free[words] : _freeLong.GetValueOrDefault(words, End);
        SetFree(words, block);
    }

    /// <summary>The words of a block.</summary>
    public Span<long> At(int block, int words) => _chunks[block >> SlotChunks.ChunkBits].AsSpan(block & SlotChunks.ChunkMask, words);

    private void SetFree(int words, int block)
    {
        if (words < _free.Length)
        {
            _free[words] = block;
        }
        else
        {
            _freeLong[words] = block;
        }
    }

    /// <summary>No block goes over the end of a chunk; what is left of one becomes a free block.</summary>
    private int Take(int words)
    {
        int left = SlotChunks.ChunkSlots - (_used & SlotChunks.ChunkMask);
        if (words > left)
        {
            Return(_used, left);
            _used += left;
        }

        while (_used + words > _capacity)
        {
            int next = SlotChunks.NextCapacity(_capacity);
            _chunks = SlotChunks.Grow(_chunks, _capacity, next, 0L);
            _capacity = next;
        }

        int block = _used;
        _used += words;
        return block;
    }
}
