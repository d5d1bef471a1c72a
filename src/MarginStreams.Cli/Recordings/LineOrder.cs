namespace MarginStreams.Cli.Recordings;

/// <summary>Holds the lines of one file to their order: time never runs back, offsets rise within a partition.</summary>
internal sealed class LineOrder
{
    private readonly Dictionary<int, long> _offsets = [];
    private long _timestampMs;

    /// <summary>Takes the next line.</summary>
    public void Check(LinePlace place, RecordedRecord record)
    {
        if (record.TimestampMs < _timestampMs)
        {
            throw place.Fault("timestampMs", $"{_timestampMs} or later, as the line before", $"{record.TimestampMs}");
        }

        _timestampMs = record.TimestampMs;
        if (record.Offset < 0)
        {
            return;
        }

        if (_offsets.TryGetValue(record.Partition, out long former) && record.Offset <= former)
        {
            string where = record.Partition < 0 ? "" : $" of partition {record.Partition}";
            throw place.Fault("offset", $"more than {former}, the offset before{where}", $"{record.Offset}");
        }

        _offsets[record.Partition] = record.Offset;
    }
}
