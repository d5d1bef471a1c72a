namespace MarginStreams.Streams.Tests;

/// <content>Fencing: of two producers with one transactional id, the newer one counts.</content>
public abstract partial class LogContract
{
    [Fact]
    public void CreateTransactionalProducer_OlderOneLeftATransaction_AbortsIt()
    {
        TopicPartition partition = OnePartition();
        string id = Name("tx");
        using ITransactionalProducer older = Cluster.CreateTransactionalProducer(id);
        WriteTransaction(older, partition, "zombie");
        AwaitHigh(partition, 1);
        using ITransactionalProducer newer = Cluster.CreateTransactionalProducer(id);
        AwaitHigh(partition, 2);
        WriteTransaction(newer, partition, "heir");
        newer.Commit();
        using ILogConsumer consumer = Reader(partition);
        LogRecord seen = Next(consumer);
        Assert.Equal("heir", Text(seen));
        Assert.Equal(2, seen.Offset);
    }

    [Fact]
    public void CreateTransactionalProducer_OlderOneWasDisposed_AbortsWhatItLeft()
    {
        TopicPartition partition = OnePartition();
        string id = Name("tx");
        using (ITransactionalProducer older = Cluster.CreateTransactionalProducer(id))
        {
            WriteTransaction(older, partition, "left");
            AwaitHigh(partition, 1);
        }

        using ITransactionalProducer newer = Cluster.CreateTransactionalProducer(id);
        AwaitHigh(partition, 2);
        using ILogConsumer consumer = Reader(partition);
        Assert.Empty(ToEnd(consumer, partition));
        Assert.Equal(2, consumer.Position(partition));
    }

    [Fact]
    public void Commit_AfterANewerProducer_IsFencedAndWritesNothing()
    {
        TopicPartition partition = OnePartition();
        string id = Name("tx");
        using ITransactionalProducer older = Cluster.CreateTransactionalProducer(id);
        WriteTransaction(older, partition, "zombie");
        AwaitHigh(partition, 1);
        using ITransactionalProducer newer = Cluster.CreateTransactionalProducer(id);
        Assert.Throws<ProducerFencedException>(() =>
        {
            older.Produce(Record(partition, "zombie"));
            older.Commit();
        });
        WriteTransaction(newer, partition, "heir");
        newer.Commit();
        using ILogConsumer consumer = Reader(partition);
        Assert.Equal("heir", Text(Next(consumer)));
    }

    [Fact]
    public void Begin_AfterANewerProducer_IsFencedAtTheCommitAtLatest()
    {
        TopicPartition partition = OnePartition();
        string id = Name("tx");
        using ITransactionalProducer older = Cluster.CreateTransactionalProducer(id);
        WriteTransaction(older, partition, "owner");
        older.Commit();
        using ITransactionalProducer newer = Cluster.CreateTransactionalProducer(id);
        Assert.Throws<ProducerFencedException>(() =>
        {
            WriteTransaction(older, partition, "zombie");
            older.Commit();
        });
        WriteTransaction(newer, partition, "heir");
        newer.Commit();
        using ILogConsumer consumer = Reader(partition);
        Assert.Equal(["owner", "heir"], NextTexts(consumer, 2));
    }

    [Fact]
    public void CreateTransactionalProducer_OtherId_DoesNotDisturb()
    {
        TopicPartition partition = OnePartition();
        using ITransactionalProducer first = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(first, partition, "a");
        AwaitHigh(partition, 1);
        using ITransactionalProducer second = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(second, partition, "b");
        second.Commit();
        first.Commit();
        using ILogConsumer consumer = Reader(partition);
        Assert.Equal(["a", "b"], NextTexts(consumer, 2));
    }
}
