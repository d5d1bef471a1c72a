namespace MarginStreams.Streams;

/// <summary>One input of a task: what was read and waits for its turn, and the next offset to process.</summary>
internal abstract class TaskInput(TopicPartition partition, long offsetNext)
{
    /// <summary>Which partition this is.</summary>
    public TopicPartition Partition => partition;

    /// <summary>Offset after the last record taken.</summary>
    public long OffsetNext { get; protected set; } = offsetNext;

    /// <summary>Whether a record waits.</summary>
    public abstract bool HasRecord { get; }

    /// <summary>Timestamp of the first record that waits, ms.</summary>
    public abstract long HeadTimestampMs { get; }

    /// <summary>How often something was read, for this input or beside it: what was known before then is out of date.</summary>
    public abstract long ReadCount { get; }

    /// <summary>Value of <see cref="ReadCount"/> of all inputs at which this one was seen to stand at its end; -1 when it was not.</summary>
    public long EndSeenAt { get; set; } = -1;

    /// <summary>Clock reading since which the empty input holds back the others; null when it does not.</summary>
    public long? HoldsSince { get; set; }

    /// <summary>Whether the log has nothing more that is visible. Asked only when no record waits.</summary>
    public abstract bool StandsAtEnd();

    /// <summary>Takes the first record.</summary>
    public abstract LogRecord Take();
}
