namespace MarginStreams.Streams.Tests;

/// <content>Topics, watermarks, places in time.</content>
public abstract partial class LogContract
{
    [Fact]
    public void EnsureTopics_Twice_ChangesNothing()
    {
        string name = Name("topic");
        var spec = new TopicSpec(name, 3, Compacted: true);
        Assert.Null(Cluster.Admin.PartitionCount(name));
        Cluster.Admin.EnsureTopics([spec]);
        Eventually(() => Cluster.Admin.PartitionCount(name) == 3, "the topic did not appear");
        Write(new(name, 2), "a");
        Cluster.Admin.EnsureTopics([spec]);
        Assert.Equal(3, Cluster.Admin.PartitionCount(name));
        Assert.Equal(1, Cluster.Admin.QueryWatermarks(new(name, 2)).High);
    }

    [Fact]
    public void EnsureTopics_OtherNumberOfPartitions_Throws()
    {
        string name = Topic(partitions: 2);
        Eventually(() => Cluster.Admin.PartitionCount(name) == 2, "the topic did not appear");
        var mismatch = Assert.Throws<TopicMismatchException>(() => Cluster.Admin.EnsureTopics([new TopicSpec(name, 3, Compacted: false)]));
        Assert.Contains(name, mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void QueryWatermarks_OpenTransaction_HighCountsIt()
    {
        TopicPartition partition = OnePartition();
        Assert.Equal(new Watermarks(0, 0), Cluster.Admin.QueryWatermarks(partition));
        Write(partition, "a");
        Assert.Equal(new Watermarks(0, 1), Cluster.Admin.QueryWatermarks(partition));
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(producer, partition, "b", "c");
        AwaitHigh(partition, 3);
        producer.Abort();
        AwaitHigh(partition, 4);
        Assert.Equal(new Watermarks(0, 4), Cluster.Admin.QueryWatermarks(partition));
    }

    [Fact]
    public void OpenTransactions_OneIsOpen_StandBeforeIt()
    {
        TopicPartition partition = OnePartition();
        TopicPartition other = OnePartition();
        Write(partition, "a");
        Assert.Empty(Cluster.Admin.OpenTransactions([other, partition]));
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(producer, partition, "b", "c");
        AwaitHigh(partition, 3);
        Assert.Equal([new(partition, 1)], Cluster.Admin.OpenTransactions([other, partition]));
        producer.Abort();
        AwaitHigh(partition, 4);
        Eventually(() => Cluster.Admin.OpenTransactions([other, partition]).Count == 0, "the end of the transaction does not count");
    }

    [Fact]
    public void OffsetForTime_TimesOutOfOrder_FindsTheFirstAtOrAfter()
    {
        TopicPartition partition = OnePartition();
        using (ILogProducer producer = Cluster.CreateProducer())
        {
            foreach (long afterStartMs in new long[] { 10, 30, 20, 40 })
            {
                producer.Produce(Record(partition, "a", afterStartMs));
                producer.Flush();
            }
        }

        (long AfterStartMs, long? Offset)[] table = [(0, 0), (10, 0), (11, 1), (20, 1), (30, 1), (31, 3), (40, 3), (41, null)];
        Assert.All(table, row => Assert.Equal(row.Offset, Cluster.Admin.OffsetForTime(partition, _startMs + row.AfterStartMs)));
    }

    [Fact]
    public void CommittedOffset_UnknownGroup_IsNull() =>
        Assert.Null(Cluster.Admin.CommittedOffset(Name("group"), OnePartition()));
}
