namespace MarginStreams.Streams;

/// <summary>Where the records of one partition go that a reader reads. A full one holds its partition back.</summary>
internal interface IRecordSink
{
    /// <summary>Which partition.</summary>
    TopicPartition Partition { get; }

    /// <summary>The first offset that it wants.</summary>
    long ReadFrom { get; }

    /// <summary>Whether it wants no more for now.</summary>
    bool IsFull { get; }

    /// <summary>Whether a sink that was full has room enough again.</summary>
    bool HasRoom { get; }

    /// <summary>Takes a record.</summary>
    void Add(LogRecord record);
}
