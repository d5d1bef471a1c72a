namespace MarginStreams.Streams.Tests;

/// <summary>The embedded log keeps the contract of the log, and what it adds to it.</summary>
public sealed class EmbeddedLogTests : LogContract
{
    private const int TransactionTimeoutMs = 20_000;
    private readonly StandingClock _clock = new();
    private readonly EmbeddedCluster _log = new();

    public EmbeddedLogTests() => _log.Admin.EnsureTopics([new TopicSpec("t", 2, Compacted: false)]);

    private static TopicPartition Partition => new("t", 0);

    [Fact]
    public void Append_OffsetsGiven_KeepsThemAndLeavesGaps()
    {
        foreach (long offset in new long[] { -1, 5, -1, 9 })
        {
            _log.Append(At(offset));
        }

        Assert.Equal([0L, 5L, 6L, 9L], ReadFrom(0).Select(record => record.Offset));
        Assert.Equal([6L, 9L], ReadFrom(6).Select(record => record.Offset));
        Assert.Equal([9L], ReadFrom(7).Select(record => record.Offset));
        Assert.Equal(new Watermarks(0, 10), _log.Admin.QueryWatermarks(Partition));
        Assert.Throws<ArgumentException>(() => _log.Append(At(9)));
    }

    [Fact]
    public void Append_NoSuchPartition_Throws()
    {
        Assert.Throws<LogException>(() => _log.Append(At(-1) with { Partition = 2 }));
        Assert.Throws<LogException>(() => _log.Append(At(-1) with { Partition = -1 }));
        Assert.Throws<LogException>(() => _log.Append(At(-1) with { Topic = "other" }));
    }

    [Fact]
    public void EveryOperation_AfterANewerProducer_IsFencedAtOnce()
    {
        using ILogConsumer consumer = _log.CreateConsumer("g");
        ITransactionalProducer older = _log.CreateTransactionalProducer("id");
        older.Begin();
        using ITransactionalProducer newer = _log.CreateTransactionalProducer("id");
        Assert.Throws<ProducerFencedException>(() => older.Produce(new("t", 0, 0, null, null)));
        Assert.Throws<ProducerFencedException>(() => older.SendOffsets([], consumer.GroupMetadata()));
        Assert.Throws<ProducerFencedException>(older.Commit);
        Assert.Throws<ProducerFencedException>(older.Abort);
        Assert.Throws<ProducerFencedException>(older.Begin);
        newer.Begin();
    }

    [Fact]
    public void EveryOperation_OutOfOrder_IsAnErrorOfTheCaller()
    {
        using ITransactionalProducer producer = _log.CreateTransactionalProducer("id");
        Assert.Throws<InvalidOperationException>(() => producer.Produce(new("t", 0, 0, null, null)));
        Assert.Throws<InvalidOperationException>(producer.Commit);
        Assert.Throws<InvalidOperationException>(producer.Abort);
        producer.Begin();
        Assert.Throws<InvalidOperationException>(producer.Begin);
        using ILogConsumer consumer = _log.CreateConsumer("g");
        Assert.Throws<InvalidOperationException>(() => consumer.Position(Partition));
    }

    [Fact]
    public void Poll_TransactionIsOpenForTooLong_IsAbortedAndItsProducerFenced()
    {
        var log = (EmbeddedCluster)Connect();
        log.Admin.EnsureTopics([new TopicSpec("t", 1, Compacted: false)]);
        ITransactionalProducer late = log.CreateTransactionalProducer("late");
        late.Begin();
        _clock.AdvanceMs(TransactionTimeoutMs * 2);
        late.Produce(new("t", 0, 0, null, null));
        log.Append(At(-1));
        using ILogConsumer consumer = log.CreateConsumer("g");
        consumer.Assign([new(Partition, 0)]);
        _clock.AdvanceMs(TransactionTimeoutMs - 1);
        Assert.Null(consumer.Poll(TimeSpan.Zero));
        _clock.AdvanceMs(1);
        Assert.Equal(1, consumer.Poll(TimeSpan.Zero)?.Offset);
        Assert.Equal(3, consumer.Position(Partition));
        Assert.Throws<ProducerFencedException>(() => late.Produce(new("t", 0, 0, null, null)));
        Assert.Throws<ProducerFencedException>(late.Commit);
        log.CreateTransactionalProducer("late").Begin();
    }

    [Fact]
    public void Commit_TransactionIsOpenForTooLong_IsFencedWhoeverComesFirst()
    {
        var log = (EmbeddedCluster)Connect();
        log.Admin.EnsureTopics([new TopicSpec("t", 1, Compacted: false)]);
        ITransactionalProducer late = log.CreateTransactionalProducer("late");
        late.Begin();
        late.Produce(new("t", 0, 0, null, null));
        _clock.AdvanceMs(TransactionTimeoutMs);
        Assert.Throws<ProducerFencedException>(late.Commit);
        Assert.Equal(2, log.Admin.QueryWatermarks(Partition).High);
    }

    [Fact]
    public void Poll_OnePartitionHasMore_OtherGetsItsTurn()
    {
        for (int i = 0; i < 5_000; i++)
        {
            _log.Append(At(-1));
        }

        _log.Append(At(-1) with { Partition = 1 });
        using ILogConsumer consumer = _log.CreateConsumer("g");
        consumer.Assign([new(Partition, 0), new(new("t", 1), 0)]);
        Assert.Contains(Enumerable.Range(0, 1_000).Select(_ => consumer.Poll(TimeSpan.Zero)!), record => record.Partition == 1);
    }

    [Fact]
    public async Task Commit_ManyThreads_NothingIsLostAndEachKeepsItsOrder()
    {
        const int Threads = 4;
        const int PerThread = 4_000;
        Task[] writers = [.. Enumerable.Range(0, Threads).Select(thread => Task.Run(() => WriteFrom(thread, PerThread)))];
        using ILogConsumer consumer = _log.CreateConsumer("g");
        consumer.Assign([new(Partition, 0), new(new("t", 1), 0)]);
        var next = new Dictionary<(int Partition, byte Thread), int>();
        for (int read = 0; read < Threads * PerThread * 2; read++)
        {
            LogRecord? record = consumer.Poll(TimeSpan.FromSeconds(30));
            Assert.NotNull(record);
            var from = (record.Partition, record.Key![0]);
            Assert.Equal(next.GetValueOrDefault(from), record.TimestampMs);
            next[from] = next.GetValueOrDefault(from) + 1;
        }

        await Task.WhenAll(writers);
        Assert.Null(consumer.Poll(TimeSpan.Zero));
    }

    [Fact]
    public void OffsetForTime_ManyRecords_EqualsTheScan()
    {
        var times = new List<long>();
        for (long i = 0; i < 5_000; i++)
        {
            times.Add((i * 10) + (i * 7_919 % 997));
            _log.Append(At(-1) with { TimestampMs = times[^1] });
        }

        for (long time = -1; time < 52_000; time += 13)
        {
            int expected = times.FindIndex(at => at >= time);
            Assert.Equal(expected < 0 ? null : expected, _log.Admin.OffsetForTime(Partition, time));
        }
    }

    /// <inheritdoc/>
    protected override ILogCluster Connect() => new EmbeddedCluster(_clock, new EmbeddedOptions { TransactionTimeoutMs = TransactionTimeoutMs });

    /// <inheritdoc/>
    protected override TimeSpan Pass(TimeSpan time)
    {
        _clock.AdvanceMs((long)time.TotalMilliseconds);
        return TimeSpan.Zero;
    }

    private static LogRecord At(long offset) => new("t", 0, offset, 0, null, [1], []);

    /// <summary>Writes pairs of records, in transactions of which every third is aborted and tried again.</summary>
    private void WriteFrom(int thread, int count)
    {
        using ITransactionalProducer producer = _log.CreateTransactionalProducer($"thread-{thread}");
        for (int i = 0; i < count; i++)
        {
            for (int attempt = i % 3 == 0 ? 0 : 1; attempt < 2; attempt++)
            {
                producer.Begin();
                producer.Produce(new OutgoingRecord("t", 0, i, [(byte)thread], null));
                producer.Produce(new OutgoingRecord("t", 1, i, [(byte)thread], null));
                ((Action)(attempt == 0 ? producer.Abort : producer.Commit))();
            }
        }
    }

    private List<LogRecord> ReadFrom(long offset)
    {
        using ILogConsumer consumer = _log.CreateConsumer("g");
        consumer.Assign([new(Partition, offset)]);
        var records = new List<LogRecord>();
        while (consumer.Poll(TimeSpan.Zero) is { } record)
        {
            records.Add(record);
        }

        Assert.True(consumer.IsAtEnd(Partition));
        return records;
    }
}
