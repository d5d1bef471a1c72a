using MarginStreams.Cli.Recordings;

namespace MarginStreams.Cli.Tests.Recordings;

/// <summary>Whatever is wrong with a line, the complaint names file, line and field, and says what was expected and what was found.</summary>
public sealed class RecordingFaults : IDisposable
{
    private const string Good = """{"timestampMs":5,"type":"Position","key":"v1:a/USD","value":{"account":"v1:a","instrument":"USD","size":"1"}}""";

    private const string Progress =
        """{"timestampMs":5,"type":"Progress","key":"!progress/v1/1","value":{"venue":"v1","partition":1,"completeThroughBlock":7,"atMs":5}}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Positions: a line after <see cref="Good"/>, the field and a part of the message.</summary>
    public static TheoryData<string, string, string> Positions() => new()
    {
        { "", "", "malformed JSON" },
        { """{"timestampMs":5,"type":"Position","key":"v1:a/USD","value":{"account":"v1:a",""", "", "malformed JSON at byte" },
        { "[1]", "", "expected one JSON object a line, found Array" },
        { Good.Replace("\"type\"", "\"kind\""), "kind", "unknown field" },
        { Good.Replace("\"timestampMs\":5,", ""), "timestampMs", "no such field" },
        { Good.Replace("\"key\":\"v1:a/USD\",", ""), "key", "no such field" },
        { """{"timestampMs":5,"type":"Position","key":"v1:a/USD"}""", "value", "no such field" },
        { Good.Replace("\"type\":\"Position\",", ""), "type", "expected Position, Account, Progress in positions, found no such field" },
        { Good.Replace("Position", "Observation"), "type", "found \"Observation\"" },
        { Good.Replace("Position", "Positions"), "type", "found \"Positions\"" },
        { Good.Replace("\"Position\"", "7"), "type", "found 7" },
        { Good.Replace("\"timestampMs\":5", "\"timestampMs\":-5"), "timestampMs", "found -5" },
        { Good.Replace("\"timestampMs\":5", "\"timestampMs\":\"5\""), "timestampMs", "an integer" },
        { Good.Replace("\"timestampMs\":5", "\"timestampMs\":5.5"), "timestampMs", "found 5.5" },
        { Good.Replace("\"timestampMs\":5", "\"timestampMs\":4"), "timestampMs", "expected 5 or later" },
        { Good.Replace("\"timestampMs\":5", "\"timestampMs\":5,\"timestampMs\":6"), "", "malformed JSON" },
        { Good.Replace("\"timestampMs\":5", "\"timestampMs\":5,\"partition\":-1"), "partition", "found -1" },
        { Good.Replace("\"timestampMs\":5", "\"timestampMs\":5,\"partition\":3000000000"), "partition", "found 3000000000" },
        { Good.Replace("\"timestampMs\":5", "\"timestampMs\":5,\"offset\":-2"), "offset", "found -2" },
        { Good.Replace("\"v1:a/USD\"", "7"), "key", "a string" },
        { Good.Replace("\"v1:a/USD\"", "\"\\ud800\""), "key", "valid UTF-8" },
        { Good.Replace("v1:a/USD", "v1:a/BTC-PERP"), "key", "expected v1:a/USD, the record's own key, found v1:a/BTC-PERP" },
        { Good.Replace("v1:a/USD", "v1:a"), "key", "own key" },
        { Good.Replace("v1:a/USD", "v1:a/USD/x"), "key", "own key" },
        { Good.Replace("{\"account\":\"v1:a\",", "{"), "value.account", "" },
        { Good.Replace("\"size\":\"1\"", "\"size\":\"1\",\"sized\":1"), "value.sized", "" },
        { Good.Replace("\"size\":\"1\"", "\"size\":true"), "value.size", "" },
        { Good.Replace("\"size\":\"1\"", "\"size\":\"1.5\""), "value.size", "1.5" },
        { Good.Replace("\"size\":\"1\"", $"\"size\":\"1{new string('0', 76)}\""), "value.size", "76" },
        { Good.Replace("\"size\":\"1\"", "\"size\":\"1\",\"cause\":\"Theft\""), "value.cause", "Theft" },
        { Good.Replace("\"size\":\"1\"", "\"size\":\"1\",\"chain\":{\"blockNumber\":\"x\"}"), "value.chain.blockNumber", "" },
        { Good.Replace("v1:a", "a"), "value.account", "venue:rest" },
        { Good.Replace("v1:a", ":a"), "value.account", "venue:rest" },
        { Good.Replace("v1:a", "v1:"), "value.account", "venue:rest" },
        { Good.Replace("v1:a", "v1:a/b"), "value.account", "without '/'" },
        { Good.Replace("USD", "BTC/PERP"), "value.instrument", "without '/'" },
        { Good.Replace("USD", "ETH-PERP"), "value.instrument", "instruments.jsonl defines, found ETH-PERP" },
        { Good.Replace("USD", "EUR"), "value.instrument", "VenueMismatch: EUR is an instrument of v2" },
        { Good.Replace("v1:a", "v3:a"), "value.instrument", "VenueMismatch: USD is an instrument of v1" },
        { """{"timestampMs":5,"key":"v1:a/EUR","value":null}""", "key instrument", "VenueMismatch" },
        { """{"timestampMs":5,"key":"v3:a","value":null}""", "key", "a venue that venues.jsonl defines, found v3" },
        { """{"timestampMs":5,"key":"a","value":null}""", "key", "venue:rest" },
        { """{"timestampMs":5,"type":"Venue","key":"v1:a","value":null}""", "type", "found \"Venue\"" },
        { """{"timestampMs":5,"type":"Account","key":"v3:a","value":{"account":"v3:a"}}""", "value.account", "found v3" },
        { """{"timestampMs":5,"type":"Account","key":"v1:a/b","value":{"account":"v1:a/b"}}""", "value.account", "without '/'" },
        { """{"timestampMs":5,"type":"Account","key":"v1:a","value":{"account":"v1:b"}}""", "key", "own key" },
        { Progress.Replace("\"partition\":1", "\"partition\":2"), "key", "expected !progress/v1/2" },
        { Progress.Replace("v1", "v9"), "value.venue", "a venue that venues.jsonl defines, found v9" },
        { """{"timestampMs":5,"type":"Account","key":"v1:a","value":[]}""", "value", "an object or null" },
    };

    [Theory]
    [MemberData(nameof(Positions))]
    public void Read_BadPosition_NamesFileLineAndField(string line, string field, string part)
    {
        SampleLines.Define(_folder);
        string file = _folder.Write("positions.jsonl", Good, Good, line, Good);
        AssertFault(file, 3, field, part, () => Recording.Open(_folder.Path).Read().Count());
    }

    /// <summary>Definitions and the other topics: file, its lines, the line at fault, the field and a part of the message.</summary>
    public static TheoryData<string, string[], int, string, string> Others() => new()
    {
        { "venues.jsonl", [SampleLines.Venue("v1"), SampleLines.Venue("v:2")], 2, "value.venue", "without ':'" },
        { "venues.jsonl", [SampleLines.Venue("v/1")], 1, "value.venue", "without '/'" },
        { "venues.jsonl", [SampleLines.Venue("")], 1, "value.venue", "an empty string" },
        { "venues.jsonl", [SampleLines.Venue("v1").Replace("\"key\":\"v1\"", "\"key\":\"v2\"")], 1, "key", "expected v1" },
        { "venues.jsonl", [SampleLines.Venue("v1").Replace("Authority", "Boss")], 1, "value.role", "Boss" },
        { "instruments.jsonl", [SampleLines.Instruments[0], SampleLines.Instrument("A/B", "v1", "Asset", "{}")], 2, "value.instrument", "without '/'" },
        { "instruments.jsonl", [SampleLines.Instrument("A", "v9", "Asset", "{}")], 1, "value.venue", "venues.jsonl defines, found v9" },
        { "instruments.jsonl", [SampleLines.Instrument("A", "v1", "Asset", "{}").Replace("\"key\":\"A\"", "\"key\":\"B\"")], 1, "key", "expected A" },
        { "venues.jsonl", [SampleLines.Venue("v1").Replace("linear", "cubic")], 1, "value.ruleSet", "linear" },
        {
            "venues.jsonl", [SampleLines.Venue("v1"), SampleLines.Venue("v1").Replace("linear", "aave-v3").Replace("Authority", "Mirror")], 2, "value.ruleSet",
            "expected linear, which a venue keeps once it has it, but it is aave-v3"
        },
        {
            "venues.jsonl", [SampleLines.Venue("v1").Replace("\"numeraire\"", "\"maxPositionLagMs\":5,\"numeraire\"")], 1, "value.maxPositionLagMs",
            "not enforced"
        },
        { "instruments.jsonl", [SampleLines.Instrument("A", "v1", "Option", "{}")], 1, "value.kind", "Asset or Perpetual" },
        { "instruments.jsonl", [SampleLines.Instrument("A", "v1", "Perpetual", "{}")], 1, "value.feeds", "mark or index" },
        { "instruments.jsonl", [SampleLines.Instrument("A", "v1", "Asset", """{"mark":"F"}""")], 1, "value.parameters.weightInitialPpm", "" },
        {
            "instruments.jsonl",
            [SampleLines.Instruments[0].Replace("\"feeds\"", "\"oraclePolicy\":{\"minSources\":\"2\"},\"feeds\"")],
            1,
            "value.oraclePolicy.minSources",
            "not enforced"
        },
        { "oracle-prices.jsonl", [SampleLines.Observation(1, "F", "1").Replace("\"key\":\"F\"", "\"key\":\"G\"")], 1, "key", "expected F" },
        { "oracle-prices.jsonl", [SampleLines.Observation(1, "F/G", "1")], 1, "value.feed", "without '/'" },
        { "oracle-prices.jsonl", ["""{"timestampMs":1,"key":"F","value":null}"""], 1, "value", "oracle-prices has no tombstones" },
        { "oracle-prices.jsonl", [SampleLines.Observation(2, "F", "1"), SampleLines.Observation(1, "F", "1")], 2, "timestampMs", "2 or later" },
        { "commands.jsonl", ["""{"timestampMs":1,"key":"v2","value":{"kind":"Halt","target":"v1","atMs":1}}"""], 1, "key", "expected v1" },
        { "commands.jsonl", ["""{"timestampMs":1,"key":"v1","value":{"kind":"Explode","target":"v1","atMs":1}}"""], 1, "value.kind", "Explode" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Read_BadLine_NamesFileLineAndField(string name, string[] lines, int line, string field, string part)
    {
        SampleLines.Define(_folder);
        string file = _folder.Write(name, lines);
        AssertFault(file, line, field, part, () => Recording.Open(_folder.Path).Read().Count());
    }

    [Fact]
    public void Read_OffsetsThatDoNotRise_AreRefusedWithinTheirPartition()
    {
        SampleLines.Define(_folder);
        string[] lines = [At(0, 5), At(1, 5), At(0, 6), At(1, 4)];
        string file = _folder.Write("positions.jsonl", lines);
        AssertFault(file, 4, "offset", "expected more than 5, the offset before of partition 1, found 4", () => Recording.Open(_folder.Path).Read().Count());

        static string At(int partition, long offset) => Good.Replace("\"type\"", $"\"partition\":{partition},\"offset\":{offset},\"type\"");
    }

    [Fact]
    public void Open_FolderThatIsNone_IsRefused()
    {
        AssertFault(_folder["nothing"], 0, "", "no such folder", () => Recording.Open(_folder["nothing"]));
        AssertFault(_folder.Path, 0, "", "found none of these files", () => Recording.Open(_folder.Path));
    }

    [Fact]
    public void Open_Parquet_IsRefused()
    {
        SampleLines.Define(_folder);
        string file = _folder.Write("positions.parquet");
        AssertFault(file, 0, "", "only jsonl is read", () => Recording.Open(_folder.Path));
    }

    [Fact]
    public void Read_LineWithoutEnd_IsRefusedAtTheLimit()
    {
        SampleLines.Define(_folder);
        File.WriteAllText(_folder["positions.jsonl"], Good + "\n" + new string(' ', 33 * 1024 * 1024));
        AssertFault(_folder["positions.jsonl"], 2, "", "a line of at most", () => Recording.Open(_folder.Path).Read().Count());
    }

    private static void AssertFault(string file, long line, string field, string part, Func<object> read)
    {
        RecordingException fault = Assert.Throws<RecordingException>(read);
        Assert.Equal((file, line, field), (fault.File, fault.Line, fault.Field));
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith(line > 0 ? $"{file}:{line}: " : $"{file}: ", fault.Message, StringComparison.Ordinal);
    }
}
