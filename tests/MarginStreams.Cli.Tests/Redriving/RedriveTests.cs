using System.Text;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Redriving;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Tests.Redriving;

/// <summary>Dead letters go back as they were, once, to where they belong; and never over a later record of their key.</summary>
public sealed class RedriveTests : IDisposable
{
    private static readonly LogHeader[] OwnHeaders = [new("trace", "7"u8.ToArray())];
    private readonly EmbeddedService _service = new();

    public RedriveTests() => Connection.Cluster.Admin.EnsureTopics(Connection.Options.Topics.Specs(2));

    public void Dispose() => _service.Dispose();

    private Connection Connection => _service.Connection;

    private string Positions => Connection.Options.Topics.Positions;

    [Fact]
    public void Run_UnusableRecord_StandsInItsTopicAgainAsItWas()
    {
        Produce(0, "v:a/USD", [9, 9], 5);
        DeadLetter(0, 0, "Malformed", "v:a/USD", [9, 9], 5);
        Assert.Equal([("Malformed", RedriveOutcome.Republished, 0)], Redrive());
        LogRecord again = Read(Positions, 0)[^1];
        Assert.Equal("v:a/USD", Encoding.UTF8.GetString(again.Key!));
        Assert.Equal([9, 9], again.Value);
        Assert.Equal(5, again.TimestampMs);
        Assert.Equal("trace", Assert.Single(again.Headers).Name);
    }

    [Fact]
    public void Run_Twice_RepublishesOnce()
    {
        Produce(0, "v:a/USD", [9], 5);
        DeadLetter(0, 0, "Malformed", "v:a/USD", [9], 5);
        Assert.Single(Redrive());
        Assert.Empty(Redrive());
        Assert.Equal(2, Read(Positions, 0).Count);
    }

    [Fact]
    public void Run_Dry_TellsAndWritesNothing()
    {
        Produce(0, "v:a/USD", [9], 5);
        DeadLetter(0, 0, "Malformed", "v:a/USD", [9], 5);
        Assert.Single(Redrive(isDryRun: true));
        Assert.Single(Read(Positions, 0));
        Assert.Single(Redrive());
    }

    [Theory]
    [InlineData("v:a/USD")]
    [InlineData("v:a")]
    public void Run_WrongPartition_GoesToTheAccountsOwn(string key)
    {
        int right = AccountPartitioner.PartitionOf("v:a", 2);
        Produce(1 - right, key, [9], 5);
        DeadLetter(1 - right, 0, "WrongPartition", key, [9], 5);
        Assert.Equal([("WrongPartition", RedriveOutcome.Republished, right)], Redrive());
        Assert.Single(Read(Positions, right));
    }

    [Fact]
    public void Run_LaterRecordOfTheKey_IsNotOverwritten()
    {
        Produce(0, "v:a/USD", [9], 5);
        DeadLetter(0, 0, "Malformed", "v:a/USD", [9], 5);
        Produce(0, "v:a/USD", [1], 6);
        Produce(0, "v:b/USD", [1], 7);
        Assert.Equal([("Malformed", RedriveOutcome.Superseded, 0)], Redrive());
        Assert.Equal(3, Read(Positions, 0).Count);
    }

    [Fact]
    public void Run_LaterRecordInTheRightPartition_IsNotOverwritten()
    {
        int right = AccountPartitioner.PartitionOf("v:a", 2);
        Produce(1 - right, "v:a/USD", [9], 5);
        DeadLetter(1 - right, 0, "WrongPartition", "v:a/USD", [9], 5);
        Produce(right, "v:a/USD", [1], 6);
        Assert.Equal([("WrongPartition", RedriveOutcome.Superseded, right)], Redrive());
    }

    [Fact]
    public void Run_NothingThere_DoesNothing() => Assert.Empty(Redrive());

    [Fact]
    public void Of_RecordWithoutTheHeaders_IsRefused()
    {
        var record = new LogRecord(Connection.Options.Topics.DeadLetters, 0, 3, 5, null, null, []);
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Cli.Redriving.DeadLetter.Of(record));
        Assert.Contains("has no header ms.topic", refused.Message, StringComparison.Ordinal);
    }

    private List<(string Reason, RedriveOutcome Outcome, int Partition)> Redrive(bool isDryRun = false)
    {
        var told = new List<(string, RedriveOutcome, int)>();
        new Redrive(Connection).Run(
            isDryRun, (letter, outcome, partition) => told.Add((letter.Line.Reason, outcome, partition)), TestContext.Current.CancellationToken);
        return told;
    }

    private void DeadLetter(int partition, long offset, string reason, string key, byte[] value, long timestampMs)
    {
        (string Name, string Value)[] place =
        [
            (DeadLetterHeaders.Topic, Positions), (DeadLetterHeaders.Partition, $"{partition}"), (DeadLetterHeaders.Offset, $"{offset}"),
            (DeadLetterHeaders.Timestamp, $"{timestampMs}"), (DeadLetterHeaders.Reason, reason), (DeadLetterHeaders.Error, "why"),
        ];
        LogHeader[] headers = [.. place.Select(header => new LogHeader(header.Name, Encoding.UTF8.GetBytes(header.Value))), .. OwnHeaders];
        Write(new(Connection.Options.Topics.DeadLetters, partition, timestampMs, Encoding.UTF8.GetBytes(key), value, headers));
    }

    private void Produce(int partition, string key, byte[] value, long timestampMs) =>
        Write(new(Positions, partition, timestampMs, Encoding.UTF8.GetBytes(key), value));

    private void Write(OutgoingRecord record)
    {
        using ILogProducer producer = Connection.Cluster.CreateProducer();
        producer.Produce(record);
        producer.Flush();
    }

    private List<LogRecord> Read(string topic, int partition) => [.. CommittedRecords.Read(Connection.Cluster, topic, partition)];
}
