using MarginStreams.Streams;

namespace MarginStreams.Cli.Runs;

/// <summary>Reads what stands committed in a partition, from its beginning to its end at the moment of the call.</summary>
public static class CommittedRecords
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    private const string GroupId = "marginstreams-reader";

    /// <summary>The records, in offset order.</summary>
    public static IEnumerable<LogRecord> Read(ILogCluster cluster, string topic, int partition) =>
        Read(cluster, topic, partition, cluster.Admin.QueryWatermarks(new(topic, partition)).Low);

    /// <summary>The records from an offset on, in offset order.</summary>
    public static IEnumerable<LogRecord> Read(ILogCluster cluster, string topic, int partition, long fromOffset)
    {
        var place = new TopicPartition(topic, partition);
        long end = cluster.Admin.QueryWatermarks(place).High;
        using ILogConsumer consumer = cluster.CreateConsumer(GroupId);
        consumer.Assign([new TopicPartitionOffset(place, fromOffset)]);
        while (consumer.Position(place) < end)
        {
            LogRecord? record = consumer.Poll(PollTimeout);
            if (record is null)
            {
                if (consumer.IsAtEnd(place))
                {
                    yield break;
                }

                continue;
            }

            if (record.Offset >= end)
            {
                yield break;
            }

            yield return record;
        }
    }
}
