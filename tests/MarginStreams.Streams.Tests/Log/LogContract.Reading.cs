namespace MarginStreams.Streams.Tests;

/// <content>Reading: order, offsets, what survives, moving about.</content>
public abstract partial class LogContract
{
    [Fact]
    public void Poll_OnePartition_KeepsOrderAndOffsets()
    {
        TopicPartition partition = OnePartition();
        Write(partition, "a", "b", "c");
        using ILogConsumer consumer = Reader(partition);
        LogRecord[] records = [Next(consumer), Next(consumer), Next(consumer)];
        Assert.Equal(["a", "b", "c"], records.Select(Text));
        Assert.Equal([0L, 1L, 2L], records.Select(record => record.Offset));
        Assert.All(records, record => Assert.Equal(partition, record.TopicPartition));
        Assert.Equal(3, consumer.Position(partition));
    }

    [Fact]
    public void Poll_SeveralPartitions_KeepsOrderWithinEach()
    {
        string topic = Topic(partitions: 2);
        TopicPartition first = new(topic, 0);
        TopicPartition second = new(topic, 1);
        Write(first, "a0", "a1");
        Write(second, "b0", "b1", "b2");
        using ILogConsumer consumer = Reader(first, second);
        LogRecord[] records = [.. Enumerable.Range(0, 5).Select(_ => Next(consumer))];
        Assert.Equal(["a0", "a1"], records.Where(record => record.Partition == 0).Select(Text));
        Assert.Equal(["b0", "b1", "b2"], records.Where(record => record.Partition == 1).Select(Text));
    }

    [Fact]
    public void Poll_KeysValuesTimestampsHeaders_Survive()
    {
        TopicPartition to = OnePartition();
        OutgoingRecord[] written =
        [
            new(to.Topic, 0, _startMs, Bytes("k"), Bytes("v"), [new("h", Bytes("1")), new("h", Bytes("2")), new("empty", [])]),
            new(to.Topic, 0, _startMs + 7, Bytes("k"), null),
            new(to.Topic, 0, _startMs + 5, null, [0, 255, 128]),
            new(to.Topic, 0, _startMs + 9, Bytes("k"), []),
        ];
        using (ILogProducer producer = Cluster.CreateProducer())
        {
            Array.ForEach(written, producer.Produce);
            producer.Flush();
        }

        using ILogConsumer consumer = Reader(to);
        foreach (OutgoingRecord expected in written)
        {
            LogRecord read = Next(consumer);
            Assert.Equal(expected.Key, read.Key);
            Assert.Equal(expected.Value, read.Value);
            Assert.Equal(expected.TimestampMs, read.TimestampMs);
            Assert.Equal((expected.Headers ?? []).Select(header => header.Name), read.Headers.Select(header => header.Name));
            Assert.Equal((expected.Headers ?? []).Select(header => header.Value), read.Headers.Select(header => header.Value));
        }
    }

    [Fact]
    public void Poll_NothingThere_ReturnsNullAndStandsAtEnd()
    {
        TopicPartition partition = OnePartition();
        using ILogConsumer consumer = Reader(partition);
        Assert.Empty(ToEnd(consumer, partition));
        Assert.Null(consumer.Poll(TimeSpan.Zero));
        Assert.Equal(0, consumer.Position(partition));
    }

    [Fact]
    public async Task Poll_RecordCommittedWhileWaiting_WakesUp()
    {
        TopicPartition partition = OnePartition();
        using ILogConsumer consumer = Reader(partition);
        Assert.Empty(ToEnd(consumer, partition));
        Task<LogRecord?> waiting = Task.Run(() => consumer.Poll(Patience), TestContext.Current.CancellationToken);
        Write(partition, "a");
        LogRecord? record = await waiting;
        Assert.NotNull(record);
        Assert.Equal("a", Text(record));
    }

    [Theory]
    [InlineData(0, "a")]
    [InlineData(2, "c")]
    [InlineData(3, "d")]
    public void Seek_AfterReading_NextRecordIsThere(long offset, string expected)
    {
        TopicPartition partition = OnePartition();
        Write(partition, "a", "b", "c", "d");
        using ILogConsumer consumer = Reader(partition);
        NextTexts(consumer, 2);
        consumer.Seek(At(partition, offset));
        Assert.Equal(offset, consumer.Position(partition));
        Assert.Equal(expected, Text(Next(consumer)));
        Assert.Equal(offset + 1, consumer.Position(partition));
    }

    [Fact]
    public void Seek_FromTheEnd_IsNoLongerAtEnd()
    {
        TopicPartition partition = OnePartition();
        Write(partition, "a", "b");
        using ILogConsumer consumer = Reader(partition);
        Assert.Equal(2, ToEnd(consumer, partition).Count);
        consumer.Seek(At(partition, 1));
        Assert.False(consumer.IsAtEnd(partition));
        Assert.Equal("b", Text(Next(consumer)));
        Assert.Empty(ToEnd(consumer, partition));
    }

    [Fact]
    public void Assign_Again_ReplacesWhatWasAssigned()
    {
        TopicPartition first = OnePartition();
        TopicPartition second = OnePartition();
        Write(first, "a0", "a1");
        Write(second, "b0", "b1");
        using ILogConsumer consumer = Reader(first);
        Assert.Equal("a0", Text(Next(consumer)));
        consumer.Assign([At(second, 1)]);
        Assert.Equal(1, consumer.Position(second));
        Assert.Equal(["b1"], ToEnd(consumer, second).Select(Text));
    }

    [Fact]
    public void Pause_OneOfTwo_HoldsItBackWithoutLoss()
    {
        TopicPartition held = OnePartition();
        TopicPartition free = OnePartition();
        Write(held, "a0", "a1", "a2");
        Write(free, "b0", "b1");
        using ILogConsumer consumer = Reader(held);
        Assert.Equal("a0", Text(Next(consumer)));
        consumer.Assign([At(held, 1), At(free, 0)]);
        consumer.Pause(held);
        Assert.Equal(["b0", "b1"], ToEnd(consumer, free).Select(Text));
        Assert.Equal(1, consumer.Position(held));
        Write(free, "b2");
        Assert.Equal("b2", Text(Next(consumer)));
        consumer.Resume(held);
        Assert.Equal(["a1", "a2"], NextTexts(consumer, 2));
    }
}
