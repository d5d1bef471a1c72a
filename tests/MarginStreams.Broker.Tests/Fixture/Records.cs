using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace MarginStreams.Broker.Tests;

/// <summary>What the tests write and read: numbers as text, one topic a purpose.</summary>
internal static class Records
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly long StartMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    internal static string Name(string kind) => $"{kind}-{Guid.NewGuid():N}";

    internal static TopicPartition CreateTopic(this ILogCluster cluster, string kind, IReadOnlyDictionary<string, string>? settings = null)
    {
        string name = Name(kind);
        cluster.Admin.EnsureTopics([new TopicSpec(name, 1, Compacted: false, settings)]);
        return new(name, 0);
    }

    internal static OutgoingRecord Number(TopicPartition to, long number, string key = "k") => new(
        to.Topic, to.Partition, StartMs + number, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    internal static long Number(LogRecord record) => long.Parse(record.Value!, CultureInfo.InvariantCulture);

    /// <summary>Writes the numbers from 0.</summary>
    internal static void WriteNumbers(this ILogCluster cluster, TopicPartition to, int count)
    {
        using ILogProducer producer = cluster.CreateProducer();
        for (int i = 0; i < count; i++)
        {
            producer.Produce(Number(to, i));
        }

        producer.Flush();
    }

    internal static ILogConsumer Reader(this ILogCluster cluster, TopicPartition partition, long offset = 0)
    {
        ILogConsumer consumer = cluster.CreateConsumer(Name("group"));
        consumer.Assign([new(partition, offset)]);
        return consumer;
    }

    internal static LogRecord Next(this ILogConsumer consumer)
    {
        LogRecord? record = null;
        Eventually(() => (record = consumer.Poll(TimeSpan.FromMilliseconds(100))) is not null, "no record arrived");
        return record!;
    }

    /// <summary>All committed records of a partition, past every transaction that is open now.</summary>
    internal static List<LogRecord> ReadAll(this ILogCluster cluster, TopicPartition partition)
    {
        long high = cluster.Admin.QueryWatermarks(partition).High;
        using ILogConsumer consumer = cluster.Reader(partition);
        var records = new List<LogRecord>();
        long startedAt = Stopwatch.GetTimestamp();
        while (consumer.Position(partition) < high)
        {
            if (consumer.Poll(TimeSpan.FromMilliseconds(100)) is { } record)
            {
                records.Add(record);
            }

            Assert.True(Stopwatch.GetElapsedTime(startedAt) < Patience, $"{partition}: offset {high} was not reached");
        }

        return records;
    }

    internal static void Eventually(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, Patience), what);
}
