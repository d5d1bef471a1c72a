namespace MarginStreams.Streams;

/// <summary>One partition of one topic.</summary>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Topic}-{Partition}";
}

/// <summary>A place in a partition: the next record to read.</summary>
public readonly record struct TopicPartitionOffset(TopicPartition TopicPartition, long Offset)
{
    /// <inheritdoc/>
    public override string ToString() => $"{TopicPartition} at {Offset}";
}

/// <summary>What a partition holds: offsets from <c>Low</c> up to, not including, <c>High</c>.</summary>
public readonly record struct Watermarks(long Low, long High);
