namespace MarginStreams.Streams;

/// <summary>
/// The records of one partition by rising offset, in blocks that are never moved, so that a million records cost no copying. An offset counts places in the
/// log, of which control markers and compaction leave some without a record.
/// </summary>
internal sealed class RecordBlocks(int version, Func<RecordBlock, RecordEntry[]> load)
{
    private readonly List<RecordBlock> _blocks = [];

    /// <summary>Which version of the partition's blocks this is.</summary>
    public int Version => version;

    /// <summary>The block that grows, or the last one that was sealed.</summary>
    public RecordBlock? Last => _blocks.Count == 0 ? null : _blocks[^1];

    /// <summary>Adds a record whose offset is beyond all others, and returns its block.</summary>
    public RecordBlock Add(LogRecord record, long transaction)
    {
        RecordBlock? block = Last;
        if (block is null || block.IsSealed || block.Count == RecordBlock.Capacity)
        {
            block = new RecordBlock(record.Offset) { Entries = new RecordEntry[RecordBlock.Capacity], LatestMs = block?.LatestMs ?? long.MinValue };
            _blocks.Add(block);
        }

        block.Entries![block.Count++] = new RecordEntry { Record = record, Transaction = transaction };
        block.LatestMs = Math.Max(block.LatestMs, record.TimestampMs);
        return block;
    }

    /// <summary>Adds a block that stands on disk.</summary>
    public void Add(RecordBlock block)
    {
        block.LatestMs = Math.Max(block.LatestMs, Last?.LatestMs ?? long.MinValue);
        _blocks.Add(block);
    }

    /// <summary>Where the next record will be added.</summary>
    public RecordCursor End() => new(version, Math.Max(0, _blocks.Count - 1), Last?.Count ?? 0);

    /// <summary>Where to begin to look for the first record at or after an offset.</summary>
    public RecordCursor Find(long offset)
    {
        int block = FirstBlock(at => at.FirstOffset > offset) - 1;
        if (block < 0)
        {
            return new RecordCursor(version, 0, 0);
        }

        int low = 0;
        int high = _blocks[block].Entries is null ? 0 : _blocks[block].Count;
        while (low < high)
        {
            int middle = low + ((high - low) >> 1);
            (low, high) = _blocks[block].Entries![middle].Record.Offset < offset ? (middle + 1, high) : (low, middle);
        }

        return new RecordCursor(version, block, low);
    }

    /// <summary>A place before which no record is as late as a time: where to begin to look for one that is.</summary>
    public RecordCursor FindTime(long timestampMs) => new(version, FirstBlock(at => at.LatestMs >= timestampMs), 0);

    /// <summary>
    /// The first record at or after a place and an offset, and before another, that is not of an aborted transaction. The place moves onto it, or as far as
    /// there is none.
    /// </summary>
    public LogRecord? Next(ref RecordCursor at, long fromOffset, long beforeOffset)
    {
        while (at.Block < _blocks.Count)
        {
            RecordBlock block = _blocks[at.Block];
            RecordEntry[] entries = block.Entries ?? load(block);
            for (; at.Slot < block.Count; at.Slot++)
            {
                ref RecordEntry entry = ref entries[at.Slot];
                if (entry.Record.Offset >= beforeOffset)
                {
                    return null;
                }

                if (entry.Transaction != RecordEntry.Aborted && entry.Record.Offset >= fromOffset)
                {
                    return entry.Record;
                }
            }

            if (at.Block == _blocks.Count - 1)
            {
                return null;
            }

            at = at with { Block = at.Block + 1, Slot = 0 };
        }

        return null;
    }

    /// <summary>Every record, of aborted transactions too.</summary>
    public IEnumerable<RecordEntry> All()
    {
        foreach (RecordBlock block in _blocks)
        {
            RecordEntry[] entries = block.Entries ?? load(block);
            for (int i = 0; i < block.Count; i++)
            {
                yield return entries[i];
            }
        }
    }

    /// <summary>Marks the records of a transaction as aborted, from a place on, where they are in memory.</summary>
    public void Abort(long transaction, RecordCursor from)
    {
        for (int number = from.Block; number < _blocks.Count; number++)
        {
            RecordBlock block = _blocks[number];
            for (int i = number == from.Block ? from.Slot : 0; block.Entries is { } entries && i < block.Count; i++)
            {
                ref RecordEntry entry = ref entries[i];
                entry.Transaction = entry.Transaction == transaction ? RecordEntry.Aborted : entry.Transaction;
            }
        }
    }

    /// <summary>Number of the first block for which a condition holds that holds for all that follow one; their count when there is none.</summary>
    private int FirstBlock(Func<RecordBlock, bool> condition)
    {
        int low = 0;
        int high = _blocks.Count;
        while (low < high)
        {
            int middle = low + ((high - low) >> 1);
            (low, high) = condition(_blocks[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
