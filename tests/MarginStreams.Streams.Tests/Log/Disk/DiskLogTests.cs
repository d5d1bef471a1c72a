using System.Text;

namespace MarginStreams.Streams.Tests;

/// <summary>What was committed on disk is there after the process ended, orderly or killed, and nothing else; and the files stay small.</summary>
public sealed class DiskLogTests : IDisposable
{
    private readonly StandingClock _clock = new();
    private readonly DiskWorld _world;

    public DiskLogTests()
    {
        _world = new DiskWorld(DiskWorld.Tiny, _clock);
        _world.Log.Admin.EnsureTopics([new TopicSpec("t", 2, Compacted: false), new TopicSpec("keyed", 1, Compacted: true)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_AfterCommits_EverythingIsThere(bool isKilled)
    {
        byte[] large = new byte[300_000];
        large[^1] = 7;
        using ITransactionalProducer producer = _world.Log.CreateTransactionalProducer("id");
        producer.Begin();
        producer.Produce(new OutgoingRecord("t", 0, 5, null, large, [new("h", [1]), new("h", [])]));
        producer.Produce(new OutgoingRecord("t", 1, -3, [], null));
        producer.SendOffsets([new(new("t", 0), 9)], _world.Log.CreateConsumer("g").GroupMetadata());
        producer.Commit();
        End(isKilled);
        using ILogConsumer consumer = _world.Log.CreateConsumer("g");
        consumer.Assign([new(new("t", 0), 0), new(new("t", 1), 0)]);
        LogRecord first = consumer.Poll(TimeSpan.Zero)!;
        LogRecord second = consumer.Poll(TimeSpan.Zero)!;
        Assert.Null(consumer.Poll(TimeSpan.Zero));
        Assert.Equal(large, first.Value);
        Assert.Null(first.Key);
        Assert.Equal((5, 0), (first.TimestampMs, first.Offset));
        Assert.Equal([("h", 1), ("h", 0)], first.Headers.Select(header => (header.Name, header.Value.Length)));
        Assert.Equal(Array.Empty<byte>(), second.Key);
        Assert.Null(second.Value);
        Assert.Equal((-3, 0), (second.TimestampMs, second.Offset));
        Assert.Equal(9, _world.Log.Admin.CommittedOffset("g", new("t", 0)));
        Assert.Equal(2, consumer.Position(new("t", 0)));
        Assert.Equal(2, _world.Log.Admin.PartitionCount("t"));
        Assert.Throws<TopicMismatchException>(() => _world.Log.Admin.EnsureTopics([new TopicSpec("t", 3, Compacted: false)]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Open_TransactionWasOpen_IsAborted(bool isKilled)
    {
        using ITransactionalProducer producer = _world.Log.CreateTransactionalProducer("id");
        producer.Begin();
        for (int i = 0; i < 3_000; i++)
        {
            producer.Produce(DiskWorld.Record("k", "open"));
        }

        producer.SendOffsets([new(new("t", 0), 9)], _world.Log.CreateConsumer("g").GroupMetadata());
        DiskWorld.Transact(_world.Log.CreateTransactionalProducer("other"), DiskWorld.Record("k", "committed"));
        End(isKilled);
        Assert.Equal(["3000:committed"], DiskWorld.Read(_world.Log));
        Assert.Equal(3_003, _world.Log.Admin.QueryWatermarks(new("t", 0)).High);
        Assert.Null(_world.Log.Admin.CommittedOffset("g", new("t", 0)));
        DiskWorld.Transact(_world.Log.CreateTransactionalProducer("id"), DiskWorld.Record("k", "next"));
        End(isKilled);
        Assert.Equal(["3000:committed", "3003:next"], DiskWorld.Read(_world.Log));
    }

    [Fact]
    public void Open_KilledAfterFlush_PlainRecordsAreThere()
    {
        using ILogProducer producer = _world.Log.CreateProducer();
        producer.Produce(DiskWorld.Record("k", "a"));
        producer.Flush();
        producer.Produce(DiskWorld.Record("k", "never flushed"));
        _world.Kill();
        Assert.Equal(["0:a"], DiskWorld.Read(_world.Log));
    }

    [Fact]
    public void Open_KilledAfterACommitElsewhere_WhatAReaderHasSeenIsThere()
    {
        _world.Log.Append(new LogRecord("t", 1, -1, 0, null, "seen"u8.ToArray(), []));
        DiskWorld.Transact(_world.Log.CreateTransactionalProducer("id"), DiskWorld.Record("k", "a"));
        _world.Kill();
        Assert.Equal(["0:seen"], DiskWorld.Read(_world.Log, partition: 1));
    }

    [Fact]
    public void Open_InUse_SaysWhichDirectory()
    {
        var thrown = Assert.Throws<LogException>(() => _world.Open(_world.Folder));
        Assert.Contains(_world.Folder, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_DeviceDoesNotTakeIt_ThrowsAndRefusesEverythingUntilOpenedAnew()
    {
        DiskWorld.Transact(_world.Log.CreateTransactionalProducer("id"), DiskWorld.Record("k", "a"));
        Directory.Delete(Path.Combine(_world.Folder, "data", "t", "1"));
        using ITransactionalProducer failing = _world.Log.CreateTransactionalProducer("id");
        failing.Begin();
        failing.Produce(DiskWorld.Record("k", "b"));
        failing.Produce(DiskWorld.Record("k", "b", partition: 1));
        Assert.IsType<LogException>(Record.Exception(failing.Commit));
        ITransactionalProducer other = _world.Log.CreateTransactionalProducer("other");
        Assert.Throws<LogException>(() => DiskWorld.Transact(other, DiskWorld.Record("k", "c")));
        Assert.Throws<LogException>(_world.Log.Dispose);
        _world.Kill();
        Assert.Equal(["0:a"], DiskWorld.Read(_world.Log));
    }

    [Fact]
    public void EnsureTopics_NameThatIsAPath_IsRefused()
    {
        Assert.All(["..", "a/b", "", "ä"], name => Assert.Throws<LogException>(() => _world.Log.Admin.EnsureTopics([new TopicSpec(name, 1, false)])));
        _world.Restart();
        Assert.Null(_world.Log.Admin.PartitionCount(".."));
    }

    [Fact]
    public void Poll_ManyMoreRecordsThanTheCache_ReadsAllInOrder()
    {
        using ITransactionalProducer producer = _world.Log.CreateTransactionalProducer("id");
        var expected = new List<string>();
        for (int i = 0; i < 20_000; i++)
        {
            if (i % 10 == 0)
            {
                producer.Begin();
            }

            producer.Produce(DiskWorld.Record("k", $"{i}"));
            bool isAborted = i / 10 % 3 == 0;
            if (!isAborted)
            {
                expected.Add($"{i + (i / 10)}:{i}");
            }

            if (i % 10 == 9)
            {
                ((Action)(isAborted ? producer.Abort : producer.Commit))();
            }
        }

        Assert.Equal(expected, DiskWorld.Read(_world.Log));
        _world.Kill();
        Assert.Equal(expected, DiskWorld.Read(_world.Log));
        _world.Restart();
        Assert.Equal(expected, DiskWorld.Read(_world.Log));
        using ILogConsumer consumer = _world.Log.CreateConsumer("g");
        consumer.Assign([new(new("t", 0), 15_000)]);
        string next = expected.First(at => long.Parse(at.Split(':')[0], null) >= 15_000).Split(':')[1];
        Assert.Equal(next, Encoding.UTF8.GetString(consumer.Poll(TimeSpan.Zero)!.Value!));
    }

    [Fact]
    public void Commit_VeryManyTimes_DecisionsAndCompactedFilesStaySmall()
    {
        using ITransactionalProducer producer = _world.Log.CreateTransactionalProducer("id");
        for (int i = 0; i < 2_000; i++)
        {
            producer.Begin();
            producer.Produce(DiskWorld.Record($"k{i % 5}", $"{i}", "keyed"));
            producer.SendOffsets([new(new("t", 0), i)], _world.Log.CreateConsumer("g").GroupMetadata());
            producer.Commit();
        }

        Assert.InRange(_world.Files.Sum(file => new FileInfo(file).Length), 1, 8_000);
        string[] values = [.. DiskWorld.Read(_world.Log, "keyed")];
        Assert.Equal(["1995", "1996", "1997", "1998", "1999"], values.TakeLast(5).Select(value => value.Split(':')[1]));
        _world.Kill();
        Assert.Equal(values, DiskWorld.Read(_world.Log, "keyed"));
        Assert.Equal(4_000, _world.Log.Admin.QueryWatermarks(new("keyed", 0)).High);
        Assert.Equal(1_999, _world.Log.Admin.CommittedOffset("g", new("t", 0)));
    }

    /// <inheritdoc/>
    public void Dispose() => _world.Dispose();

    private void End(bool isKilled) => ((Action)(isKilled ? _world.Kill : _world.Restart))();
}
