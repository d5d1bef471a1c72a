using System.Text;

namespace MarginStreams.Streams.Tests;

/// <summary>
/// What both homes of the log must do. A real broker answers late: markers are written after a commit returns, produced records are queued. So a test
/// waits for a condition with a deadline, and "never seen" is shown by a later record that is seen first.
/// </summary>
public abstract partial class LogContract : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly long _startMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    private readonly string _unique = Guid.NewGuid().ToString("N");
    private ILogCluster? _cluster;
    private int _names;

    /// <summary>The cluster of one test.</summary>
    private ILogCluster Cluster => _cluster ??= Connect();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the test used.</summary>
    protected virtual void Dispose(bool disposing) => _cluster?.Dispose();

    /// <summary>A connection to the cluster; a test skips here when there is none.</summary>
    protected abstract ILogCluster Connect();

    /// <summary>
    /// Lets so much time pass for the cluster, and returns how long the next poll of a group's member has to take for that: none where the clock is a virtual
    /// one, all of it where it is the broker's.
    /// </summary>
    protected abstract TimeSpan Pass(TimeSpan time);

    /// <summary>How groups find out who owns what.</summary>
    protected virtual GroupProtocol Protocol => GroupProtocol.Classic;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(LogRecord record) => Encoding.UTF8.GetString(record.Value!);

    private static void Eventually(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, Patience), what);

    private static TopicPartitionOffset At(TopicPartition partition, long offset) => new(partition, offset);

    private string Name(string kind) => $"{kind}-{_unique}-{_names++}";

    private string Topic(int partitions = 1)
    {
        string name = Name("topic");
        Cluster.Admin.EnsureTopics([new TopicSpec(name, partitions, Compacted: false)]);
        return name;
    }

    private TopicPartition OnePartition() => new(Topic(), 0);

    private OutgoingRecord Record(TopicPartition to, string value, long afterStartMs = 0) =>
        new(to.Topic, to.Partition, _startMs + afterStartMs, Bytes("key"), Bytes(value));

    private void Write(TopicPartition to, params string[] values)
    {
        using ILogProducer producer = Cluster.CreateProducer();
        foreach (string value in values)
        {
            producer.Produce(Record(to, value));
        }

        producer.Flush();
    }

    private void WriteTransaction(ITransactionalProducer producer, TopicPartition to, params string[] values)
    {
        producer.Begin();
        foreach (string value in values)
        {
            producer.Produce(Record(to, value));
        }
    }

    private ILogConsumer Reader(params TopicPartition[] partitions)
    {
        ILogConsumer consumer = Cluster.CreateConsumer(Name("group"));
        consumer.Assign([.. partitions.Select(partition => At(partition, 0))]);
        return consumer;
    }

    private static LogRecord Next(ILogConsumer consumer)
    {
        LogRecord? record = null;
        Eventually(() => (record = consumer.Poll(TimeSpan.FromMilliseconds(100))) is not null, "no record arrived");
        return record!;
    }

    private static string[] NextTexts(ILogConsumer consumer, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Text(Next(consumer)))];

    /// <summary>Everything up to the first moment at which the consumer stands at the end.</summary>
    private static List<LogRecord> ToEnd(ILogConsumer consumer, TopicPartition partition)
    {
        var records = new List<LogRecord>();
        Eventually(
            () =>
            {
                if (consumer.Poll(TimeSpan.FromMilliseconds(100)) is { } record)
                {
                    records.Add(record);
                }

                return consumer.IsAtEnd(partition);
            },
            $"{partition}: the end was not reached");
        return records;
    }

    private void AwaitHigh(TopicPartition partition, long high) => Eventually(
        () => Cluster.Admin.QueryWatermarks(partition).High >= high, $"{partition}: the high watermark did not reach {high}");
}
