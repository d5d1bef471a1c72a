namespace MarginStreams.Engine;

/// <summary>Short texts in pinned chunks, in places of 8 bytes; freed places are used again by texts of the same number of places.</summary>
internal sealed class TextArena
{
    private const int PlaceBits = 3;
    private const int ChunkBits = 17;
    private const int ChunkPlaces = 1 << ChunkBits;
    private readonly Dictionary<int, Stack<int>> _free = [];
    private readonly List<byte[]> _chunks = [];
    private int _used = ChunkPlaces;

    /// <summary>Bytes held.</summary>
    public long Bytes => _chunks.Sum(chunk => (long)chunk.Length);

    /// <summary>Keeps a text, and tells where.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        int places = Places(text.Length);
        if (!_free.TryGetValue(places, out Stack<int>? free) || !free.TryPop(out int where))
        {
            where = Take(places);
        }

        text.CopyTo(_chunks[where >> ChunkBits].AsSpan((where & (ChunkPlaces - 1)) << PlaceBits));
        return where;
    }

    /// <summary>The text at a place.</summary>
    public ReadOnlySpan<byte> At(int where, int length) => _chunks[where >> ChunkBits].AsSpan((where & (ChunkPlaces - 1)) << PlaceBits, length);

    /// <summary>Gives a place back.</summary>
    public void Free(int where, int length)
    {
        int places = Places(length);
        if (!_free.TryGetValue(places, out Stack<int>? free))
        {
            _free[places] = free = new Stack<int>();
        }

        free.Push(where);
    }

    private static int Places(int length) => Math.Max(1, (length + (1 << PlaceBits) - 1) >> PlaceBits);

    private int Take(int places)
    {
        if (_used + places > ChunkPlaces)
        {
            // A text longer than a chunk has one of its own, of that length.
            _chunks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(ChunkPlaces, places) << PlaceBits, pinned: true));
            _used = 0;
        }

        int where = ((_chunks.Count - 1) << ChunkBits) + _used;
        _used += places;
        return where;
    }
}
