using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>Reads former frames from the log, with a consumer of its own.</summary>
public sealed class LogFrameHistory(ILogCluster cluster, TopicNames topics) : IFrameHistory
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public IEnumerable<LogRecord> Read(long fromOffset, long toOffset)
    {
        var partition = new TopicPartition(topics.Frames, 0);
        using ILogConsumer consumer = cluster.CreateConsumer(topics.ApplicationId + "-history");
        consumer.Assign([new TopicPartitionOffset(partition, fromOffset)]);
        while (true)
        {
            LogRecord? record = consumer.Poll(PollTimeout);
            if (record is null)
            {
                if (consumer.IsAtEnd(partition))
                {
                    throw new InvalidDataException($"{partition} ends before offset {toOffset}, at which this task's cut stands");
                }

                continue;
            }

            yield return record;
            if (record.Offset >= toOffset)
            {
                yield break;
            }
        }
    }
}
