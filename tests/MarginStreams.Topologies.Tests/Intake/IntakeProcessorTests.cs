using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// What the intake makes of a record: a copy in the partition of its account, with key, value and time as they were and its place in headers; or a dead
/// letter, where no account can be told.
/// </summary>
public sealed class IntakeProcessorTests
{
    private const long Offset = 40;
    private const int Partition = 2;
    private readonly PipelineWorld _world = new();
    private readonly MemoryContext _context = new();

    public static TheoryData<string, byte[]?, string> Unusable() => new()
    {
        { "no key", null, "KeyMissing" },
        { "empty key", [], "KeyMissing" },
        { "no text", [0xff, 0xfe], "KeyInvalid" },
        { "no account", "/BTC-PERP"u8.ToArray(), "NameInvalid" },
        { "progress without a record of it", "!progress/v/2"u8.ToArray(), "KeyMismatch" },
    };

    [Theory]
    [InlineData("v:a/USD", "v:a")]
    [InlineData("v:b/USD", "v:b")]
    [InlineData("v:a", "v:a")]
    [InlineData("no venue", "no venue")]
    [InlineData("v:\u00e4\u20ac\ud83d\ude80/USD", "v:\u00e4\u20ac\ud83d\ude80")]
    public void Process_AnyRecordOfAnAccount_IsCopiedIntoTheAccountsPartition(string key, string account)
    {
        byte[] value = [1, 2, 3];
        Process(Encoding.UTF8.GetBytes(key), value, [new LogHeader("trace", [7])]);
        OutgoingRecord copy = Assert.Single(_context.Forwarded);
        Assert.Empty(_context.DeadLetters);
        Assert.Equal((_world.Topics.AccountPositions, PipelineWorld.PartitionOf(account), 1_000L), (copy.Topic, copy.Partition, copy.TimestampMs));
        Assert.Equal(Encoding.UTF8.GetBytes(key), copy.Key);
        Assert.Same(value, copy.Value);
        Assert.Equal(["ms.topic", "ms.partition", "ms.offset", "trace"], copy.Headers!.Select(header => header.Name));
        LogRecord source = SourceHeaders.SourceOf(copy.AsRecord(7));
        Assert.Equal((_world.Topics.Positions, Partition, Offset, 1_000L), (source.Topic, source.Partition, source.Offset, source.TimestampMs));
        Assert.Equal("trace", Assert.Single(source.Headers).Name);
    }

    [Fact]
    public void Process_Tombstone_StaysOne()
    {
        Process("v:a/USD"u8.ToArray(), null);
        Assert.Null(Assert.Single(_context.Forwarded).Value);
    }

    [Fact]
    public void Process_Progress_GoesToEveryPartition()
    {
        foreach (object? progress in new object?[] { new Progress { Venue = "v", Partition = Partition }, null })
        {
            _context.Forwarded.Clear();
            Process(Encoding.UTF8.GetBytes(RecordKeys.Progress("v", Partition)), progress is null ? null : _world.Bytes(progress, _world.Topics.Positions));
            Assert.Equal(Enumerable.Range(0, PipelineWorld.PartitionCount), _context.Forwarded.Select(copy => copy.Partition));
            Assert.Empty(_context.DeadLetters);
        }
    }

    [Fact]
    public void Process_ProgressOfAnotherPartition_IsOneDeadLetter()
    {
        Process("!progress/v/0"u8.ToArray(), _world.Bytes(new Progress { Venue = "v", Partition = 0 }, _world.Topics.Positions));
        Assert.Empty(_context.Forwarded);
        string letter = Assert.Single(_context.DeadLetters);
        Assert.EndsWith("WrongPartition: progress of v belongs into partition 0, but it is in 2", letter, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public void Process_WithoutAnAccount_IsADeadLetterWithTheReason(string what, byte[]? key, string reason)
    {
        Process(key, _world.Bytes(SmallMarket.Position("v:a", "USD", 1), _world.Topics.Positions));
        Assert.Empty(_context.Forwarded);
        string expected = reason == "KeyMismatch" ? "KeyMismatch: expected the key v:a/USD" : reason;
        Assert.True(Assert.Single(_context.DeadLetters).StartsWith($"margin.positions-2 40 {expected}", StringComparison.Ordinal), what);
    }

    [Fact]
    public void Process_TooLargeOrOutOfTime_IsADeadLetter()
    {
        Process("v:a/USD"u8.ToArray(), new byte[InputLimits.RecordBytesMax]);
        Intake().Process(Record("v:a/USD"u8.ToArray(), null, []) with { TimestampMs = -1 }, _context);
        Assert.Empty(_context.Forwarded);
        Assert.Equal(["RecordTooLarge", "TimestampInvalid"], _context.DeadLetters.Select(letter => letter.Split(' ', ':')[2]));
    }

    [Fact]
    public void Restore_AnythingButTheCut_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => Intake().Restore("a/v:a"u8, [1], isTombstone: false));

    [Fact]
    public void SourceOf_RecordOfSomebodyElse_IsRefused()
    {
        LogRecord foreign = new(_world.Topics.AccountPositions, 0, 3, 1_000, [1], null, []);
        Assert.Throws<InvalidDataException>(() => SourceHeaders.SourceOf(foreign));
        LogHeader[] wrong = [new("ms.topic", [1]), new("ms.partition", "x"u8.ToArray()), new("ms.offset", "1"u8.ToArray())];
        Assert.Throws<InvalidDataException>(() => SourceHeaders.SourceOf(foreign with { Headers = wrong }));
    }

    private void Process(byte[]? key, byte[]? value, params LogHeader[] headers) => Intake().Process(Record(key, value, headers), _context);

    private IntakeProcessor Intake() => new(PipelineWorld.PartitionCount, _world.Topics, _world.Wire);

    private LogRecord Record(byte[]? key, byte[]? value, LogHeader[] headers) => new(_world.Topics.Positions, Partition, Offset, 1_000, key, value, headers);
}
