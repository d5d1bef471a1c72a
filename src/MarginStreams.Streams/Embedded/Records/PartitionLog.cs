using System.Diagnostics;

namespace MarginStreams.Streams;

/// <summary>
/// One partition. Its end is the high watermark; its stable end is the first offset of the oldest open transaction. Everything before the stable end is
/// decided, so a reader sees what was not aborted there, and nothing beyond. The cluster's gate guards it.
/// </summary>
internal sealed partial class PartitionLog
{
    private readonly List<OpenRange> _open = [];
    private RecordBlocks _records;

    /// <summary>An empty partition, in memory unless it has files.</summary>
    public PartitionLog(TopicPartition place, PartitionFiles? files = null, int version = 0)
    {
        Place = place;
        _files = files;
        _records = new RecordBlocks(version, files is null ? _ => throw new UnreachableException("what is in memory only is never dropped") : files.Load);
    }

    /// <summary>Which partition this is.</summary>
    public TopicPartition Place { get; }

    /// <summary>The next offset to be given, counting what is not committed.</summary>
    public long EndOffset { get; private set; }

    /// <summary>The offset up to which all is decided.</summary>
    public long StableOffset => _open.Count == 0 ? EndOffset : _open[0].Offset;

    /// <summary>Adds a record as it is, at its own offset.</summary>
    public void Append(LogRecord record)
    {
        if (record.Offset < EndOffset)
        {
            throw new ArgumentException($"{Place} ends at offset {EndOffset}, so nothing can be appended at {record.Offset}", nameof(record));
        }

        Add(record, RecordEntry.NoTransaction);
    }

    /// <summary>Adds a record to an open transaction. Whether it is the transaction's first one here.</summary>
    public bool Append(OutgoingRecord record, long transaction) => Add(
        new LogRecord(record.Topic, record.Partition, EndOffset, record.TimestampMs, record.Key, record.Value, record.Headers ?? []), transaction);

    /// <summary>Ends a transaction that wrote here: its control marker takes an offset.</summary>
    public void End(long transaction, bool commit)
    {
        int at = OpenAt(transaction);
        if (!commit)
        {
            _records.Abort(transaction, _open[at].From);
        }

        _open.RemoveAt(at);
        EndOffset++;
        StoreMarker(transaction, commit);
    }

    /// <summary>The first visible record at or after a place and an offset; the place moves onto it, or to the stable end.</summary>
    public LogRecord? Visible(ref RecordCursor at, long fromOffset)
    {
        if (at.Version != _records.Version)
        {
            at = Find(fromOffset);
        }

        return _records.Next(ref at, fromOffset, StableOffset);
    }

    /// <summary>Where to begin to look for what is visible from an offset on.</summary>
    public RecordCursor Find(long offset) => _records.Find(offset);

    /// <summary>Offset of the first visible record at or after a time.</summary>
    public long? OffsetForTime(long timestampMs)
    {
        RecordCursor at = _records.FindTime(timestampMs);
        while (Visible(ref at, 0) is { } record)
        {
            if (record.TimestampMs >= timestampMs)
            {
                return record.Offset;
            }

            at.Slot++;
        }

        return null;
    }

    private bool Add(LogRecord record, long transaction)
    {
        bool first = transaction != RecordEntry.NoTransaction && OpenAt(transaction) < 0;
        if (first)
        {
            _open.Add(new OpenRange(transaction, record.Offset, _records.End()));
        }

        _records.Add(record, transaction);
        EndOffset = record.Offset + 1;
        Store(record, transaction);
        return first;
    }

    private int OpenAt(long transaction)
    {
        int at = _open.Count - 1;
        while (at >= 0 && _open[at].Transaction != transaction)
        {
            at--;
        }

        return at;
    }

    private readonly record struct OpenRange(long Transaction, long Offset, RecordCursor From);
}
