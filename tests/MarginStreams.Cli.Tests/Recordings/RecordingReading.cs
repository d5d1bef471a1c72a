using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Tests.Recordings;

/// <summary>A recording gives its records merged by time, topic and line, and each file as its lines say.</summary>
public sealed class RecordingReading : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AllTopics_MergedByTimeThenTopicThenLine()
    {
        SampleLines.Define(_folder);
        _folder.Write(
            "positions.jsonl",
            SampleLines.Position(1000, "v1:a", "USD", "5"),
            SampleLines.Position(2000, "v1:b", "USD", "6"),
            SampleLines.Position(2000, "v1:a", "USD", "7"),
            """{"timestampMs":2001,"key":"v1:a/USD","value":null}""");
        _folder.Write("oracle-prices.jsonl", SampleLines.Observation(1000, "BTC-USD", "100"), SampleLines.Observation(2000, "BTC-USD", "101"));
        _folder.Write("commands.jsonl", """{"timestampMs":1000,"key":"v1","value":{"kind":"Halt","target":"v1","atMs":1}}""");

        string[] read = [.. Recording.Open(_folder.Path).Read().Select(record => $"{record.TimestampMs} {record.Topic} {record.Key}")];

        Assert.Equal(
            [
                "1000 Venues v1", "1000 Venues v2", "1000 Instruments USD", "1000 Instruments BTC-PERP", "1000 Instruments EUR", "1000 Positions v1:a/USD",
                "1000 OraclePrices BTC-USD", "1000 Commands v1", "2000 Positions v1:b/USD", "2000 Positions v1:a/USD", "2000 OraclePrices BTC-USD",
                "2001 Positions v1:a/USD",
            ],
            read);
    }

    [Fact]
    public void Read_Line_HasEveryFieldAndTheAvroOfItsValue()
    {
        SampleLines.Define(_folder);
        _folder.Write(
            "positions.jsonl",
            """{"offset":9,"partition":3,"value":{"account":"v1:a","instrument":"BTC-PERP","size":"-12","cost":"34","cause":"Trade"},"""
            + """ "key":"v1:a/BTC-PERP","type":"Position","timestampMs":1500}""",
            """{"timestampMs":1501,"type":"Account","key":"v1:ä","value":{"account":"v1:\u00e4","attributes":{"eMode":"1"}}}""",
            """{"timestampMs":1502,"type":"Progress","key":"!progress/v1/4","value":{"venue":"v1","partition":4,"completeThroughBlock":7,"atMs":1502}}""",
            """{"timestampMs":1503,"key":"v1:ä","value":null}""");

        RecordedRecord[] read = [.. Recording.Open(_folder.Path).Read(InputTopic.Positions)];

        Assert.Equal((1500, 3, 9, "v1:a/BTC-PERP"), (read[0].TimestampMs, read[0].Partition, read[0].Offset, read[0].Key));
        Position position = RecordCodecs.Position.Decode(read[0].Avro);
        Assert.Equal((-12, 34, PositionCause.Trade), ((int)position.Size, (int)position.Cost, position.Cause));
        Assert.Equal((-1, -1, "v1:ä"), (read[1].Partition, read[1].Offset, read[1].Key));
        Assert.Equal(1, RecordCodecs.Account.Decode(read[1].Avro).Attributes["eMode"]);
        Assert.Equal(RecordCodecs.Progress.Schema, read[2].Schema);
        Assert.Null(read[3].Schema);
        Assert.Null(read[3].Avro);
    }

    [Fact]
    public void Read_LastLineWithoutLineFeedAndCarriageReturns_AreLines()
    {
        SampleLines.Define(_folder);
        File.WriteAllText(_folder["positions.jsonl"], SampleLines.Position(1, "v1:a", "USD", "5") + "\r\n" + SampleLines.Position(2, "v1:a", "USD", "6"));
        Assert.Equal(2, Recording.Open(_folder.Path).Read(InputTopic.Positions).Count());
    }

    [Fact]
    public void Read_LinesAroundTheBuffer_AreWhole()
    {
        SampleLines.Define(_folder);
        string[] accounts = [.. Enumerable.Range(0, 40).Select(i => "v1:" + new string((char)('a' + (i % 26)), 1 + (i * i * 350)))];
        _folder.Write("positions.jsonl", [.. accounts.Select(account => SampleLines.Position(1, account, "USD", "5"))]);
        Assert.Equal(accounts.Select(account => account + "/USD"), Recording.Open(_folder.Path).Read(InputTopic.Positions).Select(record => record.Key));
    }

    [Fact]
    public void Read_MissingFiles_AreEmptyTopics()
    {
        _folder.Write("venues.jsonl", SampleLines.Venues);
        Assert.Equal(2, Recording.Open(_folder.Path).Read().Count());
    }

    [Fact]
    public void Definitions_TwoLinesOfOne_TheLastStands()
    {
        _folder.Write("venues.jsonl", SampleLines.Venues);
        _folder.Write(
            "instruments.jsonl",
            [.. SampleLines.Instruments, SampleLines.Instrument("USD", "v2", "Asset", "{}"), """{"timestampMs":1001,"key":"EUR","value":null}"""]);
        Assert.Equal(["BTC-PERP v1", "USD v2"], Recording.Open(_folder.Path).Instruments().Select(known => $"{known.Id} {known.Venue}"));
    }

    [Fact]
    public void Scan_LinesThatNobodyWants_AreNotRead()
    {
        SampleLines.Define(_folder);
        _folder.Write(
            "positions.jsonl",
            SampleLines.Position(1, "v1:a", "USD", "5"),
            """{"key":"v1:b/USD","value":{"account":"no such account"}}""",
            """{"timestampMs":3,"offset":9,"value":null,"partition":2,"key":"v1:\u0061/BTC-PERP"}""",
            """{"timestampMs":4,"type":"Account","key":"v1:a","value":{"account":"v1:a"}}""");
        ScannedLine[] lines = [.. Recording.Open(_folder.Path).Scan(InputTopic.Positions)];
        Assert.Equal(
            [(1, "v1:a/USD", -1, -1), (2, "v1:b/USD", -1, -1), (3, "v1:a/BTC-PERP", 2, 9), (4, "v1:a", -1, -1)],
            lines.Select(line => (line.Number, line.Key, line.Partition, line.Offset)));
        Assert.Equal(
            [1L, 3L, 4L],
            Recording.Open(_folder.Path).Scan(InputTopic.Positions).Where(line => line.Number != 2).Select(line => line.Record().TimestampMs));
    }

    [Theory]
    [InlineData("""{"timestampMs":1,"key":7,"value":null}""", "key")]
    [InlineData("""{"timestampMs":1,"key":"v1:a","partition":"x","value":null}""", "partition")]
    [InlineData("""{"timestampMs":1,"value":null}""", "key")]
    [InlineData("""{"timestampMs":1""", "")]
    public void Scan_LineWithoutEnvelope_IsRefusedAsWhenReadWhole(string line, string field)
    {
        SampleLines.Define(_folder);
        _folder.Write("positions.jsonl", line);
        var fault = Assert.Throws<RecordingException>(() => Recording.Open(_folder.Path).Scan(InputTopic.Positions).Count());
        Assert.Equal((1, field), (fault.Line, fault.Field));
    }

    [Fact]
    public void Files_Content_DecidesTheDigest()
    {
        SampleLines.Define(_folder);
        RecordingFile[] first = [.. Recording.Open(_folder.Path).Files()];
        RecordingFile[] again = [.. Recording.Open(_folder.Path).Files()];
        _folder.Write("venues.jsonl", SampleLines.Venues[1], SampleLines.Venues[0]);
        RecordingFile[] changed = [.. Recording.Open(_folder.Path).Files()];

        Assert.Equal(first, again);
        Assert.Equal(["venues.jsonl", "instruments.jsonl"], first.Select(file => file.Name));
        Assert.NotEqual(first[0].XxHash128, changed[0].XxHash128);
        Assert.Equal(first[1], changed[1]);
        Assert.Matches("^[0-9a-f]{32}$", first[0].XxHash128);
    }
}
