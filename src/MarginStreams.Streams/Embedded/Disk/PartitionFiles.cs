namespace MarginStreams.Streams;

/// <summary>
/// The files of one partition. Entries are put together in a frame, which is written as a whole; frames make blocks, blocks make files. A compaction begins
/// a new generation of files, which takes the place of the old one when <c>current</c> names it.
/// </summary>
internal sealed partial class PartitionFiles : IDisposable
{
    private const int BlockBytesMax = 64 << 10;
    private readonly DiskContext _context;
    private readonly string _folder;
    private readonly long _salt;
    private readonly int _generation;
    private readonly List<SegmentFile> _segments = [];
    private readonly HashSet<long> _aborted = [];
    private readonly List<long> _frameAborted = [];
    private readonly ByteBuffer _frame = new();
    private EntryBefore _before;
    private int _frameRecords;
    private long _frameOffset;
    private SegmentFile? _active;
    private long _blockAt;
    private long _writtenAt;
    private long _cleanBytes;

    private PartitionFiles(DiskContext context, TopicPartition place, int generation, long cleanBytes)
    {
        _context = context;
        Place = place;
        _folder = DiskLayout.Partition(context.Root, place);
        _salt = FrameHeader.Salt(place.ToString());
        _generation = generation;
        _cleanBytes = cleanBytes;
        BeginFrame(0);
    }

    /// <summary>Which partition this is.</summary>
    public TopicPartition Place { get; }

    /// <summary>The largest number of a transaction that wrote here.</summary>
    public long LastTransaction { get; private set; }

    /// <summary>Whether what waits to be written is enough for a frame.</summary>
    public bool IsFrameFull => _frame.Count >= BlockBytesMax;

    /// <summary>Whether what was written since the last block is enough for another.</summary>
    public bool IsBlockFull => BlockBytes >= BlockBytesMax;

    /// <summary>The file that ends the partition, or its folder.</summary>
    public (string Path, long Bytes) Tail => _segments.Count == 0 ? (_folder, 0) : (_segments[^1].Path, _segments[^1].Length);

    /// <summary>Whether more than half of it was written since the last compaction.</summary>
    public bool IsWorthCompacting => Bytes >= _context.Options.CompactionBytesMin && (Bytes - _cleanBytes) * 2 > Bytes;

    private long Bytes { get; set; }

    private long BlockBytes => _writtenAt - _blockAt;

    /// <summary>The files of a partition, which may be none yet.</summary>
    public static PartitionFiles Open(DiskContext context, TopicPartition place)
    {
        string folder = DiskLayout.Partition(context.Root, place);
        Directory.CreateDirectory(folder);
        if (FrameFile.Read(DiskLayout.Current(folder)) is not { } content)
        {
            return new PartitionFiles(context, place, 0, 0);
        }

        var from = new ByteReader(content);
        return new PartitionFiles(context, place, (int)from.Unsigned(), from.Unsigned());
    }

    /// <summary>Files for what a compaction leaves.</summary>
    public PartitionFiles Next()
    {
        var next = new PartitionFiles(_context, Place, _generation + 1, 0);
        DiskLayout.Segments(_folder, _generation);
        return next;
    }

    /// <summary>Puts a record into the frame.</summary>
    public void Add(LogRecord record, long transaction)
    {
        RecordCodec.Write(_frame, record, transaction, ref _before);
        _frameRecords++;
        LastTransaction = Math.Max(LastTransaction, transaction);
    }

    /// <summary>Puts a control marker into the frame.</summary>
    public void AddMarker(long offset, long transaction, bool commit) => RecordCodec.WriteMarker(_frame, offset, transaction, commit, ref _before);

    /// <summary>A transaction was aborted.</summary>
    public void Aborted(long transaction)
    {
        _aborted.Add(transaction);
        _frameAborted.Add(transaction);
    }

    /// <summary>Writes the frame.</summary>
    public void Flush(long endOffset)
    {
        if (endOffset == _frameOffset)
        {
            return;
        }

        FrameHeader.Complete(_frame.Written, _frameRecords, _frameOffset, endOffset, _salt);
        _context.Write(() => (_active ??= NewSegment()).Append(_frame.Written));
        Bytes += _frame.Count;
        _writtenAt = _active!.Length;
        BeginFrame(endOffset);
    }

    /// <summary>Waits until what was written is on the device.</summary>
    public void Sync() => _context.Write(() => _active?.Sync());

    /// <summary>Ends a block with what was written last. Whether the file is full.</summary>
    public bool Seal(RecordBlock block)
    {
        SegmentFile file = _active!;
        block.Place = new BlockPlace(file, _blockAt, (int)BlockBytes);
        block.IsSealed = true;
        block.Entries = block.Count < RecordBlock.Capacity ? block.Entries![..block.Count] : block.Entries;
        file.Blocks.Add(block);
        _blockAt = _writtenAt;
        _context.Cache.Add(block);
        return file.Length >= _context.Options.SegmentBytesMax;
    }

    /// <summary>Ends the file: the next frame begins another.</summary>
    public void EndFile(long endOffset, IReadOnlyList<(long Transaction, long Offset)> open)
    {
        if (_active is { } file)
        {
            _context.Write(() =>
            {
                if (_context.Syncs)
                {
                    file.Sync();
                }

                new SegmentIndex(file.Length, endOffset, LastTransaction, file.Blocks, open, file.Aborted).Write(file, _context.Syncs);
            });
            _active = null;
        }
    }

    /// <summary>Loads the records of a block.</summary>
    public RecordEntry[] Load(RecordBlock block)
    {
        RecordEntry[] entries = BlockReader.Read(block, Place);
        for (int i = 0; i < entries.Length && _aborted.Count > 0; i++)
        {
            ref RecordEntry entry = ref entries[i];
            entry.Transaction = _aborted.Contains(entry.Transaction) ? RecordEntry.Aborted : entry.Transaction;
        }

        block.Entries = entries;
        _context.Cache.Add(block);
        return entries;
    }

    /// <summary>Takes the place of the files before a compaction, which are deleted.</summary>
    public void Replace(PartitionFiles old) => _context.Write(() =>
    {
        if (_context.Syncs)
        {
            _active?.Sync();
        }

        _cleanBytes = Bytes;
        ByteBuffer content = FrameFile.NewContent();
        content.Unsigned(_generation);
        content.Unsigned(_cleanBytes);
        FrameFile.Write(DiskLayout.Current(_folder), content, _context.Syncs);
        old.Dispose();
        DiskLayout.Segments(_folder, _generation);
    });

    /// <inheritdoc/>
    public void Dispose() => _segments.ForEach(segment => segment.Dispose());

    private SegmentFile NewSegment()
    {
        var file = new SegmentFile(DiskLayout.Segment(_folder, _generation, _frameOffset), _salt);
        _segments.Add(file);
        _blockAt = 0;
        _writtenAt = 0;
        return file;
    }

    private void BeginFrame(long offset)
    {
        _active?.Aborted.AddRange(_frameAborted);
        _frameAborted.Clear();
        _frame.Reset(FrameHeader.Bytes);
        _frameRecords = 0;
        _frameOffset = offset;
        _before = new EntryBefore(offset, 0);
    }
}
