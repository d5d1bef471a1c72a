using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>
/// Looks at the ends of a topic's partitions as a broker sees them: the high watermark, and the last stable offset, which stands before the first record of a
/// transaction that is open. So a partition whose stable offset is below its high watermark has an open transaction.
/// </summary>
internal sealed class PartitionLook(string servers, string topic, int partitions) : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private IAdminClient _admin = Connect(servers);

    /// <summary>High watermarks, by partition.</summary>
    internal long[] Highs() => Ends(IsolationLevel.ReadUncommitted);

    /// <summary>Last stable offsets, by partition.</summary>
    internal long[] Stables() => Ends(IsolationLevel.ReadCommitted);

    /// <summary>Partitions with an open transaction. The high watermark is asked for first: what it counts and is not stable afterwards is open.</summary>
    internal int[] Open()
    {
        long[] highs = Highs();
        long[] stables = Stables();
        return [.. Enumerable.Range(0, partitions).Where(partition => stables[partition] < highs[partition])];
    }

    public void Dispose() => _admin.Dispose();

    private static IAdminClient Connect(string servers) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers })
        .SetLogHandler(static (_, _) => { })
        .SetErrorHandler(static (_, _) => { })
        .Build();

    private long[] Ends(IsolationLevel isolation)
    {
        long[] ends = [];
        Assert.True(SpinWait.SpinUntil(() => TryEnds(isolation, out ends), Stage.Patience), $"nobody tells the ends of {topic}");
        return ends;
    }

    private bool TryEnds(IsolationLevel isolation, out long[] ends)
    {
        try
        {
            ListOffsetsResult result = _admin.ListOffsetsAsync(
                Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffsetSpec
                {
                    TopicPartition = new(topic, partition), OffsetSpec = OffsetSpec.Latest(),
                }),
                new ListOffsetsOptions { IsolationLevel = isolation, RequestTimeout = RequestTimeout }).GetAwaiter().GetResult();
            ends = [.. result.ResultInfos.Select(info => info.TopicPartitionOffsetError).OrderBy(at => at.Partition.Value).Select(at => at.Offset.Value)];
        }
        catch (KafkaException)
        {
            // The topic is not there yet, or its leader is another one now.
            ends = [];
        }

        // The library goes on with the leaders that it knew, for minutes, and tells of no error: an offset is unset then.
        if (ends.Length == 0 || Array.Exists(ends, static end => end < 0))
        {
            _admin.Dispose();
            _admin = Connect(servers);
            return false;
        }

        return true;
    }
}
