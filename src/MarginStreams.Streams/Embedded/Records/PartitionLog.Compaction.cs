using System.IO.Hashing;

namespace MarginStreams.Streams;

/// <content>
/// Compaction: of the records before the stable end, the last of each key stays, at its offset, unless it is a tombstone. Aborted records go; markers leave
/// gaps. A record without a key stays. What is at or after the stable end is not touched.
/// </content>
internal sealed partial class PartitionLog
{
    /// <summary>Compacts the partition up to an offset; tombstones stay from another one on.</summary>
    public void Compact(long untilOffset = long.MaxValue, long tombstonesUntilOffset = long.MaxValue)
    {
        long until = Math.Min(StableOffset, untilOffset);
        Dictionary<UInt128, long> latest = LatestByKey(until);
        PartitionLog compacted = Successor();
        foreach (RecordEntry entry in _records.All())
        {
            LogRecord record = entry.Record;
            if (entry.Transaction != RecordEntry.Aborted && (record.Offset >= until || IsKept(record, latest, tombstonesUntilOffset)))
            {
                compacted.Add(record, OpenAt(entry.Transaction) < 0 ? RecordEntry.NoTransaction : entry.Transaction);
            }
        }

        compacted.EndOffset = EndOffset;
        Succeed(compacted);
        _records = compacted._records;
        _open.Clear();
        _open.AddRange(compacted._open);
    }

    private static bool IsKept(LogRecord record, Dictionary<UInt128, long> latest, long tombstonesUntilOffset) =>
        record.Key is null
        || (latest[XxHash128.HashToUInt128(record.Key)] == record.Offset && (record.Value is not null || record.Offset >= tombstonesUntilOffset));

    private Dictionary<UInt128, long> LatestByKey(long until)
    {
        // A key stands for itself by 128 bits of hash: two keys would have to meet by chance in all of them.
        var latest = new Dictionary<UInt128, long>();
        foreach (RecordEntry entry in _records.All().TakeWhile(entry => entry.Record.Offset < until))
        {
            if (entry.Transaction != RecordEntry.Aborted && entry.Record.Key is { } key)
            {
                latest[XxHash128.HashToUInt128(key)] = entry.Record.Offset;
            }
        }

        return latest;
    }
}
