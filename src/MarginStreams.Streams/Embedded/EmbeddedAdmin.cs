namespace MarginStreams.Streams;

/// <summary>Creates, describes and measures the topics of an embedded cluster.</summary>
internal sealed class EmbeddedAdmin(EmbeddedLog log, EmbeddedTransactions transactions) : ILogAdmin
{
    /// <inheritdoc/>
    public void EnsureTopics(IReadOnlyCollection<TopicSpec> topics)
    {
        lock (log.Gate)
        {
            log.EnsureTopics(topics);
        }
    }

    /// <inheritdoc/>
    public int? PartitionCount(string topic)
    {
        lock (log.Gate)
        {
            return log.PartitionCount(topic);
        }
    }

    /// <inheritdoc/>
    public Watermarks QueryWatermarks(TopicPartition partition)
    {
        lock (log.Gate)
        {
            transactions.Expire();
            return new Watermarks(0, log.Partition(partition).EndOffset);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TopicPartitionOffset> OpenTransactions(IReadOnlyList<TopicPartition> partitions)
    {
        lock (log.Gate)
        {
            transactions.Expire();
            return
            [
                .. partitions.Select(log.Partition).Where(partition => partition.StableOffset < partition.EndOffset)
                    .Select(partition => new TopicPartitionOffset(partition.Place, partition.StableOffset)),
            ];
        }
    }

    /// <inheritdoc/>
    public long? OffsetForTime(TopicPartition partition, long timestampMs)
    {
        lock (log.Gate)
        {
            transactions.Expire();
            return log.Partition(partition).OffsetForTime(timestampMs);
        }
    }

    /// <inheritdoc/>
    public long? CommittedOffset(string groupId, TopicPartition partition)
    {
        lock (log.Gate)
        {
            return log.CommittedOffset(groupId, partition);
        }
    }
}
