namespace MarginStreams.Broker.Tests;

/// <summary>
/// The smallest exactly-once task: copies numbers from one partition to another in transactions, each with its place beside it. It is crash-only: whatever
/// goes wrong, it makes a new producer of the same id, reads its place from the log, and goes on from there.
/// </summary>
internal sealed class CopyTask(KafkaCluster cluster, TopicPartition input, TopicPartition output, TopicPartition places) : IDisposable
{
    private readonly string _id = Records.Name("copy");
    private ITransactionalProducer? _producer;
    private ILogConsumer? _consumer;

    /// <summary>Number of commits whose outcome nobody knew.</summary>
    internal int Unknown { get; private set; }

    /// <summary>Starts, or starts again.</summary>
    internal void Start()
    {
        _producer?.Dispose();
        _consumer?.Dispose();
        _producer = cluster.CreateTransactionalProducer(_id);
        List<LogRecord> committed = cluster.ReadAll(places);
        _consumer = cluster.Reader(input, committed.Count == 0 ? 0 : Records.Number(committed[^1]));
    }

    /// <summary>Copies some records into a transaction and leaves it open.</summary>
    internal void Copy(int count)
    {
        _producer!.Begin();
        for (int i = 0; i < count; i++)
        {
            _producer.Produce(Records.Number(output, Records.Number(_consumer!.Next())));
        }

        long next = _consumer!.Position(input);
        _producer.Produce(Records.Number(places, next));
        _producer.SendOffsets([new(input, next)], _consumer.GroupMetadata());
    }

    /// <summary>
    /// Commits on a cluster of its own limits; when the outcome is unknown, says so to <paramref name="onUnknown"/> and starts again. Whether it was known.
    /// </summary>
    internal bool Commit(Action? onUnknown = null)
    {
        try
        {
            _producer!.Commit();
            return true;
        }
        catch (CommitOutcomeUnknownException)
        {
            Unknown++;
            onUnknown?.Invoke();
            Assert.Throws<InvalidOperationException>(_producer!.Begin);
            Start();
            return false;
        }
    }

    public void Dispose()
    {
        _producer?.Dispose();
        _consumer?.Dispose();
    }
}
