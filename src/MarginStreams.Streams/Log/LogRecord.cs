namespace MarginStreams.Streams;

/// <summary>A record as it stands in the log. A null value is a tombstone.</summary>
public sealed record LogRecord(
    string Topic,
    int Partition,
    long Offset,
    long TimestampMs,
    byte[]? Key,
    byte[]? Value,
    IReadOnlyList<LogHeader> Headers)
{
    /// <summary>The partition it stands in.</summary>
    public TopicPartition TopicPartition => new(Topic, Partition);
}

/// <summary>A named value beside a record.</summary>
public readonly record struct LogHeader(string Name, byte[] Value);

/// <summary>A record to be written. The partition is always named: this project never relies on a client's default partitioner.</summary>
public sealed record OutgoingRecord(
    string Topic,
    int Partition,
    long TimestampMs,
    byte[]? Key,
    byte[]? Value,
    IReadOnlyList<LogHeader>? Headers = null);
