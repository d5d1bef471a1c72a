using Confluent.Kafka.Admin;

namespace MarginStreams.Broker.Tests;

/// <summary>Reading from Kafka where its client has traps: moves at the wrong moment, long pauses, offsets that are gone.</summary>
public sealed class KafkaReadingTests(BrokerFixture broker) : IDisposable
{
    private readonly KafkaCluster _cluster = broker.Connect();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Seek_BeforeTheAssignmentTookEffect_IsObeyed()
    {
        TopicPartition partition = _cluster.CreateTopic("seek");
        _cluster.WriteNumbers(partition, 10);
        for (int round = 0; round < 5; round++)
        {
            using ILogConsumer consumer = _cluster.Reader(partition);
            consumer.Seek(new(partition, 7));
            Assert.Equal(7, Records.Number(consumer.Next()));
        }
    }

    [Fact]
    public void Pause_MoreThanWaitsInMemory_NothingIsLostOrDoubled()
    {
        const int Count = 40_000;
        TopicPartition held = _cluster.CreateTopic("held");
        TopicPartition free = _cluster.CreateTopic("free");
        _cluster.WriteNumbers(held, Count);
        using ILogConsumer consumer = _cluster.CreateConsumer(Records.Name("group"));
        consumer.Assign([new(held, 0), new(free, 0)]);
        long expected = 0;
        for (int round = 0; expected < Count; round++)
        {
            // The free partition gets through, however much of the other one piles up.
            consumer.Pause(held);
            _cluster.WriteNumbers(free, 1);
            Assert.Equal(free, consumer.Next().TopicPartition);
            Assert.Null(consumer.Poll(TimeSpan.FromMilliseconds(200)));
            consumer.Resume(held);
            for (int i = 0; i < 9_000 && expected < Count; i++)
            {
                Assert.Equal(expected++, Records.Number(consumer.Next()));
            }
        }

        Assert.Equal(Count, consumer.Position(held));
        Records.Eventually(() => consumer.Poll(TimeSpan.Zero) is null && consumer.IsAtEnd(held), "the end was not seen");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Seek_WhileHeld_TheNextRecordIsThere(bool isStopped)
    {
        TopicPartition partition = _cluster.CreateTopic("held");
        _cluster.WriteNumbers(partition, 30_000);
        using ILogConsumer consumer = _cluster.Reader(partition);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(i, Records.Number(consumer.Next()));
        }

        consumer.Pause(partition);
        Assert.Null(consumer.Poll(isStopped ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero));
        Assert.Equal(100, consumer.Position(partition));
        consumer.Seek(new(partition, 50));
        Assert.Null(consumer.Poll(TimeSpan.FromMilliseconds(50)));
        consumer.Resume(partition);
        for (int i = 50; i < 30_000; i++)
        {
            Assert.Equal(i, Records.Number(consumer.Next()));
        }
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(99, 0)]
    public void Poll_OffsetIsGone_Throws(long offset, int deletedBefore)
    {
        TopicPartition partition = _cluster.CreateTopic("gone");
        _cluster.WriteNumbers(partition, 10);
        DeleteBefore(partition, deletedBefore);
        using ILogConsumer consumer = _cluster.Reader(partition, offset);
        var gone = Assert.Throws<LogException>(() => consumer.Next());
        Assert.Contains($"{partition} does not hold offset {offset}", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Poll_TheBeginningHasMoved_ReadsFromTheFirstRecordThereIs()
    {
        TopicPartition partition = _cluster.CreateTopic("moved");
        _cluster.WriteNumbers(partition, 10);
        DeleteBefore(partition, 5);
        Assert.Equal(new Watermarks(5, 10), _cluster.Admin.QueryWatermarks(partition));
        using ILogConsumer consumer = _cluster.Reader(partition);
        Assert.Equal(5, Records.Number(consumer.Next()));
    }

    private void DeleteBefore(TopicPartition partition, long offset)
    {
        using Confluent.Kafka.IAdminClient admin =
            new Confluent.Kafka.AdminClientBuilder(new Confluent.Kafka.AdminClientConfig { BootstrapServers = broker.Servers }).Build();
        admin.DeleteRecordsAsync([new(partition.Topic, partition.Partition, offset)], new DeleteRecordsOptions()).GetAwaiter().GetResult();
    }
}
