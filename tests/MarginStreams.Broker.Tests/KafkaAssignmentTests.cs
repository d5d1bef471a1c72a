namespace MarginStreams.Broker.Tests;

/// <summary>Partitions that come and go while Kafka's client has records of them in its queues, or was told to pause.</summary>
public sealed class KafkaAssignmentTests(BrokerFixture broker) : IDisposable
{
    private const int Count = 20_000;
    private readonly KafkaCluster _cluster = broker.Connect();

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Add_NothingAssigned_Reads(bool isAssignedEmpty)
    {
        TopicPartition partition = Filled("added");
        using ILogConsumer consumer = _cluster.CreateConsumer(Records.Name("group"));
        if (isAssignedEmpty)
        {
            consumer.Assign([]);
        }

        consumer.Add(new(partition, 7));
        Assert.Equal(7, Records.Number(consumer.Next()));
    }

    [Fact]
    public void Add_AtAnotherOffsetThanItWasRemovedAt_HandsOutNothingStale()
    {
        TopicPartition other = _cluster.CreateTopic("other");
        TopicPartition moved = Filled("moved");
        using ILogConsumer consumer = _cluster.Reader(other);
        foreach (long offset in (long[])[0, 15_000, 3, 19_990, 100, 101, 0, 12_345])
        {
            consumer.Add(new(moved, offset));
            for (long next = offset; next < offset + 10; next++)
            {
                Assert.Equal(new LogPlace(moved, next), LogPlace.Of(consumer.Next()));
            }

            consumer.Remove(moved);
            _cluster.WriteNumbers(other, 1);
            Assert.Equal(other, consumer.Next().TopicPartition);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public void Add_WasPausedWhenRemoved_IsNotPaused(int heldMs)
    {
        TopicPartition partition = Filled("paused");
        using ILogConsumer consumer = _cluster.Reader(partition);
        Assert.Equal(0, Records.Number(consumer.Next()));
        consumer.Pause(partition);
        Assert.Null(consumer.Poll(TimeSpan.FromMilliseconds(heldMs)));
        consumer.Remove(partition);
        Assert.Null(consumer.Poll(TimeSpan.FromMilliseconds(50)));
        consumer.Add(new(partition, 50));
        for (int i = 50; i < Count; i++)
        {
            Assert.Equal(i, Records.Number(consumer.Next()));
        }
    }

    [Fact]
    public void Remove_AllAtOnce_LeavesAConsumerThatCanGoOn()
    {
        TopicPartition first = Filled("first");
        TopicPartition second = Filled("second");
        using ILogConsumer consumer = _cluster.CreateConsumer(Records.Name("group"));
        consumer.Assign([new(first, 0), new(second, 0)]);
        consumer.Next();
        consumer.Remove(first);
        consumer.Remove(second);
        Assert.Null(consumer.Poll(TimeSpan.FromMilliseconds(50)));
        consumer.Add(new(second, 5));
        consumer.Seek(new(second, 9));
        Assert.Equal(new LogPlace(second, 9), LogPlace.Of(consumer.Next()));
    }

    private TopicPartition Filled(string kind)
    {
        TopicPartition partition = _cluster.CreateTopic(kind);
        _cluster.WriteNumbers(partition, Count);
        return partition;
    }

    private readonly record struct LogPlace(TopicPartition Partition, long Number)
    {
        internal static LogPlace Of(LogRecord record) => new(record.TopicPartition, Records.Number(record));
    }
}
