namespace MarginStreams.Streams;

/// <summary>
/// One partition. Its end is the high watermark; its stable end is the first offset of the oldest open transaction. Everything before the stable end is
/// decided, so a reader sees what was not aborted there, and nothing beyond. The cluster's gate guards it.
/// </summary>
internal sealed class PartitionLog(TopicPartition place)
{
    private readonly RecordBlocks _records = new();
    private readonly List<OpenRange> _open = [];

    /// <summary>Which partition this is.</summary>
    public TopicPartition Place => place;

    /// <summary>The next offset to be given, counting what is not committed.</summary>
    public long EndOffset { get; private set; }

    /// <summary>The offset up to which all is decided.</summary>
    public long StableOffset => _open.Count == 0 ? EndOffset : _open[0].Offset;

    private int StableIndex => _open.Count == 0 ? _records.Count : _open[0].Index;

    /// <summary>Adds a record as it is, at its own offset.</summary>
    public void Append(LogRecord record)
    {
        if (record.Offset < EndOffset)
        {
            throw new ArgumentException($"{place} ends at offset {EndOffset}, so nothing can be appended at {record.Offset}", nameof(record));
        }

        _records.Add(record, RecordBlocks.Entry.NoTransaction);
        EndOffset = record.Offset + 1;
    }

    /// <summary>Adds a record to an open transaction. Whether it is the transaction's first one here.</summary>
    public bool Append(OutgoingRecord record, int transaction)
    {
        bool first = transaction != RecordBlocks.Entry.NoTransaction && OpenAt(transaction) < 0;
        if (first)
        {
            _open.Add(new OpenRange(transaction, EndOffset, _records.Count));
        }

        _records.Add(
            new LogRecord(record.Topic, record.Partition, EndOffset, record.TimestampMs, record.Key, record.Value, record.Headers ?? []), transaction);
        EndOffset++;
        return first;
    }

    /// <summary>Ends a transaction that wrote here: its control marker takes an offset.</summary>
    public void End(int transaction, bool commit)
    {
        int at = OpenAt(transaction);
        for (int i = _open[at].Index; !commit && i < _records.Count; i++)
        {
            ref RecordBlocks.Entry entry = ref _records[i];
            entry.Transaction = entry.Transaction == transaction ? RecordBlocks.Entry.Aborted : entry.Transaction;
        }

        _open.RemoveAt(at);
        EndOffset++;
    }

    /// <summary>Index of the first record at or after an offset.</summary>
    public int IndexOf(long offset) => _records.IndexOf(offset);

    /// <summary>The first visible record at or after an index and an offset; the index moves onto it, or to the stable end.</summary>
    public LogRecord? Visible(ref int index, long fromOffset)
    {
        for (; index < StableIndex; index++)
        {
            ref RecordBlocks.Entry entry = ref _records[index];
            if (entry.Transaction != RecordBlocks.Entry.Aborted && entry.Record.Offset >= fromOffset)
            {
                return entry.Record;
            }
        }

        return null;
    }

    /// <summary>Offset of the first visible record at or after a time.</summary>
    public long? OffsetForTime(long timestampMs)
    {
        int index = _records.IndexBefore(timestampMs);
        while (Visible(ref index, 0) is { } record)
        {
            if (record.TimestampMs >= timestampMs)
            {
                return record.Offset;
            }

            index++;
        }

        return null;
    }

    private int OpenAt(int transaction)
    {
        int at = _open.Count - 1;
        while (at >= 0 && _open[at].Transaction != transaction)
        {
            at--;
        }

        return at;
    }

    private readonly record struct OpenRange(int Transaction, long Offset, int Index);
}
