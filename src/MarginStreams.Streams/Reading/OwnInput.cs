namespace MarginStreams.Streams;

/// <summary>An input that no other task reads.</summary>
internal sealed class OwnInput(TopicPartition partition, long offsetNext, InputReader reader, int recordsMax, bool takesRepeats = false)
    : TaskInput(partition, offsetNext), IRecordSink
{
    private readonly Queue<LogRecord> _records = new();
    private long _offsetRead = offsetNext;
    private long _readCount;

    /// <inheritdoc/>
    public override bool HasRecord => _records.Count > 0;

    /// <inheritdoc/>
    public override long HeadTimestampMs => _records.Peek().TimestampMs;

    /// <inheritdoc/>
    public override long ReadCount => _readCount;

    /// <inheritdoc/>
    public long ReadFrom => _offsetRead;

    /// <inheritdoc/>
    public bool IsFull => _records.Count >= recordsMax;

    /// <inheritdoc/>
    public bool HasRoom => _records.Count <= recordsMax / 2;

    /// <inheritdoc/>
    public override bool StandsAtEnd() => reader.IsAtEnd(Partition);

    /// <summary>Takes a record; one that was read before, as a client hands out again after it found its broker anew, is passed over.</summary>
    public void Add(LogRecord record)
    {
        if (record.Offset < _offsetRead && !takesRepeats)
        {
            return;
        }

        _offsetRead = record.Offset + 1;
        _records.Enqueue(record);
        _readCount++;
        HoldsSince = null;
    }

    /// <inheritdoc/>
    public override LogRecord Take()
    {
        LogRecord record = _records.Dequeue();
        OffsetNext = record.Offset + 1;
        reader.OnTaken(this);
        return record;
    }
}
