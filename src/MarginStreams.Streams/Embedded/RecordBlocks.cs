namespace MarginStreams.Streams;

/// <summary>
/// The records of one partition by rising offset, in blocks that are never moved, so that a million records cost no copying. An index counts stored
/// records; an offset counts places in the log, of which control markers and compaction leave some without a record.
/// </summary>
internal sealed class RecordBlocks
{
    private const int BlockBits = 10;
    private const int BlockSize = 1 << BlockBits;
    private readonly List<Entry[]> _blocks = [];
    private readonly List<long> _latestMs = [];

    /// <summary>Number of records.</summary>
    public int Count { get; private set; }

    /// <summary>The record at an index, from 0 to below <see cref="Count"/>.</summary>
    public ref Entry this[int index] => ref _blocks[index >> BlockBits][index & (BlockSize - 1)];

    /// <summary>Adds a record whose offset is beyond all others.</summary>
    public void Add(LogRecord record, int transaction)
    {
        if (Count == _blocks.Count << BlockBits)
        {
            _blocks.Add(new Entry[BlockSize]);
            _latestMs.Add(_latestMs.Count == 0 ? long.MinValue : _latestMs[^1]);
        }

        this[Count] = new Entry { Record = record, Transaction = transaction };
        _latestMs[^1] = Math.Max(_latestMs[^1], record.TimestampMs);
        Count++;
    }

    /// <summary>Index of the first record at or after an offset; <see cref="Count"/> when there is none.</summary>
    public int IndexOf(long offset)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = low + ((high - low) >> 1);
            (low, high) = this[middle].Record.Offset < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>An index before which no record is as late as a time: where to begin to look for one that is.</summary>
    public int IndexBefore(long timestampMs)
    {
        // The latest time up to the end of each block never falls, so the first block that reaches the time is found by halving.
        int block = _latestMs.BinarySearch(timestampMs);
        block = block < 0 ? ~block : block;
        while (block > 0 && _latestMs[block - 1] >= timestampMs)
        {
            block--;
        }

        return Math.Min(block << BlockBits, Count);
    }

    /// <summary>A record and the transaction it came in.</summary>
    internal struct Entry
    {
        /// <summary>Number of a transaction that was aborted.</summary>
        public const int Aborted = -1;

        /// <summary>Number of what was written outside transactions.</summary>
        public const int NoTransaction = 0;

        /// <summary>The record.</summary>
        public LogRecord Record;

        /// <summary>Number of its transaction.</summary>
        public int Transaction;
    }
}
