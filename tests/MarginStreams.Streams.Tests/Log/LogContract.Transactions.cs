namespace MarginStreams.Streams.Tests;

/// <content>Transactions: all at once, or never.</content>
public abstract partial class LogContract
{
    [Fact]
    public void Commit_SeveralPartitions_AllBecomeVisible()
    {
        TopicPartition first = OnePartition();
        TopicPartition second = OnePartition();
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(producer, first, "a0", "a1");
        producer.Produce(Record(second, "b0"));
        AwaitHigh(first, 2);
        AwaitHigh(second, 1);
        using ILogConsumer consumer = Reader(first, second);
        Assert.Empty(ToEnd(consumer, first));
        Assert.Empty(ToEnd(consumer, second));
        producer.Commit();
        LogRecord[] records = [Next(consumer), Next(consumer), Next(consumer)];
        Assert.Equal(["a0", "a1"], records.Where(record => record.TopicPartition == first).Select(Text));
        Assert.Equal(["b0"], records.Where(record => record.TopicPartition == second).Select(Text));
    }

    [Fact]
    public void Commit_OneAfterAnother_MarkersOccupyOffsets()
    {
        TopicPartition partition = OnePartition();
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        foreach (string value in new[] { "a", "b" })
        {
            WriteTransaction(producer, partition, value);
            producer.Commit();
        }

        using ILogConsumer consumer = Reader(partition);
        Assert.Equal([0L, 2L], new[] { Next(consumer), Next(consumer) }.Select(record => record.Offset));
        AwaitHigh(partition, 4);
    }

    [Fact]
    public void Commit_NothingProduced_LeavesNoTrace()
    {
        TopicPartition partition = OnePartition();
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        producer.Begin();
        producer.Commit();
        WriteTransaction(producer, partition, "a");
        producer.Commit();
        using ILogConsumer consumer = Reader(partition);
        Assert.Equal(0, Next(consumer).Offset);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Position_LastOffsetIsMarker_ReachesTheHighWatermark(bool commit)
    {
        TopicPartition partition = OnePartition();
        Write(partition, "first");
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(producer, partition, "a", "b");
        AwaitHigh(partition, 3);
        Complete(producer, commit);
        AwaitHigh(partition, 4);
        using ILogConsumer consumer = Reader(partition);
        int count = 0;
        Eventually(
            () =>
            {
                count += consumer.Poll(TimeSpan.FromMilliseconds(100)) is null ? 0 : 1;
                return consumer.Position(partition) == 4 && consumer.IsAtEnd(partition);
            },
            "the position does not pass the marker");
        Assert.Equal(commit ? 3 : 1, count);
    }

    [Fact]
    public void Abort_RecordsOfTheTransaction_AreNeverSeen()
    {
        TopicPartition partition = OnePartition();
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(producer, partition, "dropped");
        AwaitHigh(partition, 1);
        producer.Abort();
        WriteTransaction(producer, partition, "kept");
        producer.Commit();
        using ILogConsumer consumer = Reader(partition);
        LogRecord seen = Next(consumer);
        Assert.Equal("kept", Text(seen));
        Assert.Equal(2, seen.Offset);
    }

    [Fact]
    public void Abort_InterleavedWithACommit_DropsItsOwnRecordsOnly()
    {
        TopicPartition partition = OnePartition();
        using ITransactionalProducer dropping = Cluster.CreateTransactionalProducer(Name("tx"));
        using ITransactionalProducer keeping = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(dropping, partition, "d0");
        AwaitHigh(partition, 1);
        WriteTransaction(keeping, partition, "k0");
        AwaitHigh(partition, 2);
        dropping.Produce(Record(partition, "d1"));
        AwaitHigh(partition, 3);
        keeping.Produce(Record(partition, "k1"));
        AwaitHigh(partition, 4);
        keeping.Commit();
        dropping.Abort();
        Write(partition, "after");
        using ILogConsumer consumer = Reader(partition);
        Assert.Equal(["k0", "k1", "after"], NextTexts(consumer, 3));
    }

    [Fact]
    public void Poll_OpenTransactionBefore_StopsAtTheLastStableOffset()
    {
        TopicPartition partition = OnePartition();
        Write(partition, "before");
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(producer, partition, "open");
        AwaitHigh(partition, 2);
        Write(partition, "after");
        AwaitHigh(partition, 3);
        using ILogConsumer consumer = Reader(partition);
        Assert.Equal(["before"], ToEnd(consumer, partition).Select(Text));
        Assert.Equal(1, consumer.Position(partition));
        producer.Commit();
        Assert.Equal(["open", "after"], NextTexts(consumer, 2));
    }

    [Fact]
    public void Abort_ConsumerHasReadOn_SeekBringsTheInputBack()
    {
        TopicPartition input = OnePartition();
        TopicPartition output = OnePartition();
        Write(input, "a", "b");
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        using ILogConsumer consumer = Reader(input);
        WriteTransaction(producer, output, Text(Next(consumer)));
        producer.Abort();
        Assert.Equal(1, consumer.Position(input));
        consumer.Seek(At(input, 0));
        WriteTransaction(producer, output, NextTexts(consumer, 2));
        producer.Commit();
        using ILogConsumer reader = Reader(output);
        Assert.Equal(["a", "b"], NextTexts(reader, 2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SendOffsets_InATransaction_ShareItsFate(bool commit)
    {
        TopicPartition input = OnePartition();
        TopicPartition output = OnePartition();
        string group = Name("group");
        using ILogConsumer consumer = Cluster.CreateConsumer(group);
        consumer.Assign([At(input, 0)]);
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(producer, output, "a");
        producer.SendOffsets([At(input, 5)], consumer.GroupMetadata());
        producer.Commit();
        Eventually(() => Cluster.Admin.CommittedOffset(group, input) == 5, "the offset was not committed");
        WriteTransaction(producer, output, "b");
        producer.SendOffsets([At(input, 7)], consumer.GroupMetadata());
        Complete(producer, commit);
        WriteTransaction(producer, output, "c");
        producer.SendOffsets([At(output, 1)], consumer.GroupMetadata());
        producer.Commit();
        Eventually(() => Cluster.Admin.CommittedOffset(group, output) == 1, "the last offset was not committed");
        Assert.Equal(commit ? 7 : 5, Cluster.Admin.CommittedOffset(group, input));
    }

    private static void Complete(ITransactionalProducer producer, bool commit)
    {
        if (commit)
        {
            producer.Commit();
        }
        else
        {
            producer.Abort();
        }
    }
}
