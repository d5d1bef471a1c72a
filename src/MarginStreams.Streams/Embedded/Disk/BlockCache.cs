namespace MarginStreams.Streams;

/// <summary>Bounds the records that are kept in memory although they stand on disk: of sealed blocks, those that came first go first.</summary>
internal sealed class BlockCache(long bytesMax)
{
    private const int RecordBytes = 160;
    private readonly Queue<RecordBlock> _blocks = new();
    private long _bytes;

    /// <summary>A sealed block has its records in memory.</summary>
    public void Add(RecordBlock block)
    {
        _blocks.Enqueue(block);
        _bytes += Size(block);
        while (_bytes > bytesMax && _blocks.Count > 1)
        {
            RecordBlock oldest = _blocks.Dequeue();
            _bytes -= Size(oldest);
            oldest.Entries = null;
        }
    }

    private static long Size(RecordBlock block) => block.Place.Bytes + ((long)block.Count * RecordBytes);
}
