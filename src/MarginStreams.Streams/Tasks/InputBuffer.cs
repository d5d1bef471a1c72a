namespace MarginStreams.Streams;

/// <summary>One input of a task: the records that were read and wait for their turn, and the next offset to process.</summary>
internal sealed class InputBuffer(TopicPartition partition, long offsetNext)
{
    private readonly Queue<LogRecord> _records = new();

    /// <summary>Which input this is.</summary>
    public TopicPartition Partition => partition;

    /// <summary>Offset after the last record taken.</summary>
    public long OffsetNext { get; private set; } = offsetNext;

    /// <summary>Number of records that wait.</summary>
    public int Count => _records.Count;

    /// <summary>Whether the consumer holds this input back because the buffer was full.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether the input stood at its end at a moment after every buffered record of the other inputs had been read.</summary>
    public bool IsAtEnd { get; set; }

    /// <summary>Clock reading since which the empty input holds back the others; null when it does not.</summary>
    public long? HoldsSince { get; set; }

    /// <summary>Timestamp of the first record that waits, ms.</summary>
    public long HeadTimestampMs => _records.Peek().TimestampMs;

    /// <summary>Adds a record that was read.</summary>
    public void Add(LogRecord record)
    {
        _records.Enqueue(record);
        HoldsSince = null;
    }

    /// <summary>Takes the first record.</summary>
    public LogRecord Take()
    {
        LogRecord record = _records.Dequeue();
        OffsetNext = record.Offset + 1;
        return record;
    }
}
