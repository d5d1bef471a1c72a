namespace MarginStreams.Streams.Tests;

/// <summary>Compaction keeps the last committed record of each key at its offset, and never touches what is not decided; in memory and on disk.</summary>
public sealed class CompactionTests : IDisposable
{
    private static readonly TopicPartition Keyed = new("keyed", 0);
    private readonly DiskWorld _world = new();
    private readonly EmbeddedCluster _memory = new();

    private IEnumerable<EmbeddedCluster> Logs
    {
        get
        {
            foreach (EmbeddedCluster log in new[] { _memory, _world.Log })
            {
                log.Admin.EnsureTopics([new TopicSpec("keyed", 1, Compacted: true), new TopicSpec("t", 1, Compacted: false)]);
                yield return log;
            }
        }
    }

    [Fact]
    public void Compact_KeysWrittenAgain_LastOfEachStaysAtItsOffset()
    {
        foreach (EmbeddedCluster log in Logs)
        {
            using ITransactionalProducer producer = log.CreateTransactionalProducer("id");
            Write(producer, ("a", "1"), ("b", "2"), ("gone", "3"));
            Write(producer, ("a", "4"), ("gone", null));
            producer.Begin();
            producer.Produce(DiskWorld.Record("b", "aborted", "keyed"));
            producer.Abort();
            using ILogConsumer reader = log.CreateConsumer("g");
            reader.Assign([new(Keyed, 0)]);
            Assert.Equal(0, reader.Poll(TimeSpan.Zero)!.Offset);
            log.Compact(Keyed);
            Assert.Equal(["1:2", "4:4"], DiskWorld.Read(log, "keyed"));
            Assert.Equal(new Watermarks(0, 9), log.Admin.QueryWatermarks(Keyed));
            Assert.Equal(1, reader.Poll(TimeSpan.Zero)!.Offset);
            Assert.Equal(4, reader.Poll(TimeSpan.Zero)!.Offset);
            Assert.Equal(9, reader.Position(Keyed));
            Write(producer, ("b", "5"));
            log.Compact(Keyed);
            Assert.Equal(["4:4", "9:5"], DiskWorld.Read(log, "keyed"));
        }

        _world.Kill();
        Assert.Equal(["4:4", "9:5"], DiskWorld.Read(_world.Log, "keyed"));
    }

    [Fact]
    public void Compact_UpToAnOffset_LeavesTheRestAndTheTombstonesFromAnotherOn()
    {
        foreach (EmbeddedCluster log in Logs)
        {
            using ITransactionalProducer producer = log.CreateTransactionalProducer("id");
            Write(producer, ("a", "0"), ("a", "1"), ("gone", null), ("late", null), ("a", "4"), ("a", "5"));
            log.Compact(Keyed, untilOffset: 4, tombstonesUntilOffset: 3);
            Assert.Equal(["1:1", "3:null", "4:4", "5:5"], DiskWorld.Read(log, "keyed"));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compact_TransactionOpen_StopsBeforeIt(bool commit)
    {
        foreach (EmbeddedCluster log in Logs)
        {
            using ITransactionalProducer deciding = log.CreateTransactionalProducer("open");
            using ITransactionalProducer producer = log.CreateTransactionalProducer("id");
            Write(producer, ("a", "1"));
            Write(producer, ("a", "2"));
            deciding.Begin();
            deciding.Produce(DiskWorld.Record("a", "3", "keyed"));
            Write(producer, ("a", "4"));
            Write(producer, ("a", "5"));
            log.Compact(Keyed);
            Assert.Equal(["2:2"], DiskWorld.Read(log, "keyed"));
            ((Action)(commit ? deciding.Commit : deciding.Abort))();
            Assert.Equal(commit ? ["2:2", "4:3", "5:4", "7:5"] : ["2:2", "5:4", "7:5"], DiskWorld.Read(log, "keyed"));
            log.Compact(Keyed);
            Assert.Equal(["7:5"], DiskWorld.Read(log, "keyed"));
        }
    }

    [Fact]
    public void Compact_KilledWithATransactionOpen_ItIsAborted()
    {
        EmbeddedCluster log = Logs.Last();
        using ITransactionalProducer open = log.CreateTransactionalProducer("open");
        open.Begin();
        open.Produce(DiskWorld.Record("a", "open", "keyed"));
        Write(log.CreateTransactionalProducer("id"), ("a", "1"));
        log.Compact(Keyed);
        _world.Kill();
        Assert.Equal(["1:1"], DiskWorld.Read(_world.Log, "keyed"));
        _world.Restart();
        Assert.Equal(["1:1"], DiskWorld.Read(_world.Log, "keyed"));
        Assert.Equal(4, _world.Log.Admin.QueryWatermarks(Keyed).High);
    }

    [Fact]
    public void Compact_TopicIsNotCompacted_Throws() =>
        Assert.All(Logs, log => Assert.Throws<InvalidOperationException>(() => log.Compact(new("t", 0))));

    /// <inheritdoc/>
    public void Dispose()
    {
        _world.Dispose();
        _memory.Dispose();
    }

    private static void Write(ITransactionalProducer producer, params (string Key, string? Value)[] records) =>
        DiskWorld.Transact(producer, [.. records.Select(record => DiskWorld.Record(record.Key, record.Value, "keyed"))]);
}
