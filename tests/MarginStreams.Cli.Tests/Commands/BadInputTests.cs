namespace MarginStreams.Cli.Tests.Commands;

/// <summary>
/// What cannot be right in a file ends a command with exit code 4 and one line that says where it stands and what was expected; nothing half-written is left,
/// and what was there before is as it was.
/// </summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A file, its line that is spoilt, what is replaced by what, and a part of the message after file and line.</summary>
    public static TheoryData<string, int, string, string, string> BadLines() => new()
    {
        { "positions", 1, "\"size\":\"1000\"", "\"size\":", "malformed JSON" },
        { "positions", 1, "\"size\":\"1000\"", "\"size\":\"1000\",\"sized\":1", "value.sized:" },
        { "positions", 1, "\"1000\"", "true", "value.size:" },
        { "positions", 1, "\"1000\"", "\"1" + Zeros + "\"", "value.size:" },
        { "positions", 2, "v:a/BTC-PERP", "v:a/ETH-PERP", "key: expected v:a/BTC-PERP, the record's own key" },
        { "positions", 2, "BTC-PERP", "ETH-PERP", "value.instrument: expected an instrument that instruments.jsonl defines, found ETH-PERP" },
        { "positions", 3, "v:b", "w:b", "value.instrument: expected an instrument of the account's venue w" },
        { "positions", 3, "1002", "1000", "timestampMs: expected 1001 or later" },
        { "positions", 3, "\"size\":\"1000\"", "\"size\":\"1000\",\"cause\":\"Theft\"", "value.cause:" },
        { "oracle-prices", 2, "\"Price\"", "\"Prize\"", "value.name:" },
        { "oracle-prices", 3, "3000,\"key\"", "1999,\"key\"", "timestampMs: expected 2000 or later" },
        { "instruments", 1, "\"venue\":\"v\"", "\"venue\":\"w\"", "value.venue: expected a venue that venues.jsonl defines, found w" },
        { "instruments", 2, "[\"50000\"]", "[\"200000\"]", "value.tables." },
        { "instruments", 2, "\"feeds\":{\"mark\":\"BTC-USD\"},", "", "value.feeds: expected a feed in role mark or index" },
        { "instruments", 2, "Perpetual", "Option", "value.kind: expected kind Asset or Perpetual" },
        { "venues", 1, "linear", "cubic", "value.ruleSet:" },
        { "venues", 1, "exitBuffer", "exitBuffers", "value.parameters.exitBuffers:" },
        { "venues", 1, "Authority", "Boss", "value.role:" },
    };

    private static string Zeros => new('0', 76);

    [Theory]
    [MemberData(nameof(BadLines))]
    public void Backtest_BadLine_SaysWhereAndLeavesNothing(string file, int line, string from, string to, string part)
    {
        string recording = Spoilt(file, line, from, to);
        CliProcess run = CliProcess.Run("backtest", recording, "--out", _folder["run"]);
        AssertRefused(run, Path.Combine(recording, file + ".jsonl"), line, part);
        Assert.Equal([recording], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Backtest_BadLine_LeavesTheFormerRunAsItWas()
    {
        string recording = SmallRecording.Write(_folder["recording"]);
        Assert.Equal(0, CliProcess.Run("backtest", recording, "--out", _folder["run"]).ExitCode);
        Dictionary<string, string> before = Contents(_folder["run"]);
        File.AppendAllText(Path.Combine(recording, "oracle-prices.jsonl"), "{\n");
        CliProcess run = CliProcess.Run("backtest", recording, "--out", _folder["run"]);
        AssertRefused(run, Path.Combine(recording, "oracle-prices.jsonl"), 6, "malformed JSON");
        Assert.Equal(before, Contents(_folder["run"]));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_folder.Path).Count());
    }

    [Theory]
    [InlineData("instruments", 2, "Perpetual", "Option", "value.kind:")]
    [InlineData("venues", 1, "linear", "cubic", "value.ruleSet:")]
    [InlineData("oracle-prices", 2, "9600", "96.5", "value.value:")]
    public void GenerateOnto_BadLine_LeavesThePositionsAsTheyWere(string file, int line, string from, string to, string part)
    {
        string recording = Spoilt(file, line, from, to);
        Dictionary<string, string> before = Contents(recording);
        AssertRefused(CliProcess.Run("generate", "--onto", recording, "--accounts", "10"), Path.Combine(recording, file + ".jsonl"), line, part);
        Assert.Equal(before, Contents(recording));
    }

    [Fact]
    public void Replay_BadDefinition_IsRefusedBeforeAnyBrokerIsAsked()
    {
        string recording = Spoilt("venues", 1, "linear", "cubic");
        AssertRefused(CliProcess.Run("replay", recording, "--bootstrap-servers", "localhost:1"), Path.Combine(recording, "venues.jsonl"), 1, "value.ruleSet:");
    }

    /// <summary>Command lines on something that is not there; {0} is an empty folder.</summary>
    public static TheoryData<string[], string> Missing() => new()
    {
        { ["backtest", "{0}/no", "--out", "{0}/run"], "{0}/no: expected the folder of a recording, found no such folder" },
        { ["backtest", "{0}", "--out", "{0}/run"], "{0}: expected a recording (venues.jsonl" },
        { ["generate", "--onto", "{0}/no"], "{0}/no: expected the folder of a recording" },
        { ["replay", "{0}/no", "--bootstrap-servers", "localhost:1"], "{0}/no: expected the folder of a recording" },
        { ["verify", "{0}/no"], "{0}/no is no run: expected result.json in it" },
        { ["explain", "v:a", "--run", "{0}/no"], "{0}/no is no run: expected result.json in it" },
        { ["import", "candles", "{0}/no", "--out", "{0}/r"], "{0}/no: expected a folder of candle files" },
        { ["import", "candles", "{0}", "--out", "{0}/r"], "{0}: expected files named BASE_QUOTE-1m.json" },
        { ["import", "oracle", "{0}/no.csv", "--out", "{0}/r"], "{0}/no.csv: expected a CSV file, found no such file" },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public void Command_MissingInput_IsNamed(string[] args, string message)
    {
        CliProcess run = CliProcess.Run([.. args.Select(arg => arg.Replace("{0}", _folder.Path, StringComparison.Ordinal))]);
        Assert.Equal(4, run.ExitCode);
        Assert.StartsWith($"marginstreams: {message.Replace("{0}", _folder.Path, StringComparison.Ordinal)}", run.Stderr, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("BTC_USDT-1m.csv", "date_ms,open,high,low,close,volume\n0,1,2,1,2,5\n0,1,2,1,2,5\n", 3, "date_ms: expected a time after 0")]
    [InlineData("BTC_USDT-1m.csv", "date_ms,open,high,low,close,volume\n0,1,2,1,-2,5\n", 2, "close: expected a price above zero, found -2")]
    [InlineData("BTC_USDT-1m.csv", "date_ms,open,high,low,close,volume\n0,1,2,1,2\n", 2, "expected 6 columns, found 5")]
    [InlineData("BTC_USDT-1m.csv", "date_ms,open,high,low,volume\n", 1, "close: expected the column in the header")]
    [InlineData("BTC_USDT-1m.json", "[[0,1,2,1,2]]", 1, "")]
    public void ImportCandles_BadRow_SaysWhereAndLeavesNothing(string name, string text, int line, string part)
    {
        Directory.CreateDirectory(_folder["candles"]);
        File.WriteAllText(_folder["candles", name], text);
        AssertRefused(CliProcess.Run("import", "candles", _folder["candles"], "--out", _folder["r"]), _folder["candles", name], line, part);
        Assert.False(Directory.Exists(_folder["r"]));
    }

    [Theory]
    [InlineData("blockchainTimestamp,oraclePrice\n1,2.5\n1,2.5\n", 3, "blockchainTimestamp: expected a time after 1")]
    [InlineData("blockchainTimestamp,oraclePrice\n1,none\n", 2, "oraclePrice: expected a decimal number")]
    [InlineData("blockchainTimestamp\n1\n", 1, "oraclePrice: expected the column in the header")]
    public void ImportOracle_BadRow_SaysWhereAndLeavesNothing(string text, int line, string part)
    {
        File.WriteAllText(_folder["oracle.csv"], text);
        AssertRefused(CliProcess.Run("import", "oracle", _folder["oracle.csv"], "--out", _folder["r"]), _folder["oracle.csv"], line, part);
        Assert.False(Directory.Exists(_folder["r"]));
    }

    [Theory]
    [InlineData("result.json", "\"frames\":5", "\"frames\":\"five\"", 4, "result.json:1: field $.frames")]
    [InlineData("result.json", "\"frames\":5", "\"frame\":5", 4, "result.json:1:")]
    [InlineData("frames.jsonl", "\"frame\":0", "\"frame\":x", 4, "frames.jsonl:1:")]
    public void Verify_RunThatCannotBeRead_SaysWhere(string file, string from, string to, int code, string part)
    {
        Assert.Equal(0, CliProcess.Run("backtest", SmallRecording.Write(_folder["recording"]), "--out", _folder["run"]).ExitCode);
        string path = _folder["run", file];
        string text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        CliProcess verify = CliProcess.Run("verify", _folder["run"]);
        Assert.Equal(code, verify.ExitCode);
        Assert.Contains(part, verify.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("frames.jsonl")]
    [InlineData("triggers.jsonl")]
    [InlineData("dead-letters.jsonl")]
    public void Verify_FileOfTheRunMissing_IsNamed(string file)
    {
        Assert.Equal(0, CliProcess.Run("backtest", SmallRecording.Write(_folder["recording"]), "--out", _folder["run"]).ExitCode);
        File.Delete(_folder["run", file]);
        CliProcess verify = CliProcess.Run("verify", _folder["run"]);
        Assert.Equal(4, verify.ExitCode);
        Assert.Contains($"is no whole run: {file} is missing", verify.Stderr, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backtest", "recording")]
    [InlineData("generate")]
    public void Out_PlaceThatHoldsSomethingElse_IsLeftAlone(params string[] command)
    {
        SmallRecording.Write(_folder["recording"]);
        Directory.CreateDirectory(_folder["out"]);
        File.WriteAllText(_folder["out", "diary.txt"], "mine");
        CliProcess run = CliProcess.Run(_folder.Path, [.. command, "--out", _folder["out"]]);
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Equal(["diary.txt"], Contents(_folder["out"]).Keys);
    }

    private static void AssertRefused(CliProcess run, string file, int line, string part)
    {
        Assert.True(run.ExitCode == 4, run.ToString());
        Assert.StartsWith($"marginstreams: {file}:{line}: ", run.Stderr, StringComparison.Ordinal);
        Assert.Contains(part, run.Stderr, StringComparison.Ordinal);
        Assert.Single(run.Stderr.TrimEnd('\n').Split('\n'));
        Assert.Empty(run.Stdout);
    }

    private static Dictionary<string, string> Contents(string folder) =>
        Directory.EnumerateFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);

    private string Spoilt(string file, int line, string from, string to)
    {
        Dictionary<string, List<string>> files = SmallRecording.Files();
        string before = files[file][line - 1];
        files[file][line - 1] = before.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(before, files[file][line - 1]);
        return SmallRecording.Write(_folder["recording"], files);
    }
}
