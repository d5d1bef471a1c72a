using System.Text;
using System.Text.Json;

namespace MarginStreams.Cli.Tests.Commands;

/// <summary>A run is the same each time, holds what happened, is verified as it is, and is refused when one byte of it is not.</summary>
public sealed class BacktestAndVerifyTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Backtest_SmallRecording_TellsTheEpisode()
    {
        CliProcess run = Backtest();
        Assert.True(run.ExitCode == 0, run.ToString());
        using JsonDocument result = JsonDocument.Parse(run.LastLine);
        (string Name, string Value)[] expected =
        [
            ("frames", "5"), ("records", "11"), ("accounts", "2"), ("episodesOpened", "1"), ("episodesClosed", "1"), ("badDebt", "\"0\""), ("triggers", "3"),
            ("accountsByBand", """{"Healthy":2}"""), ("accountsByWarningPpm", "{}"),
        ];
        Assert.All(expected, figure => Assert.Equal(figure.Value, result.RootElement.GetProperty(figure.Name).GetRawText()));
        Assert.True(result.RootElement.GetProperty("elapsedMs").GetInt64() >= 0);

        // 10.00 cash, 1 BTC bought at 100.00; maintenance 5 %: 10 + 94 - 100 < 4.70 opens; 10 + 80 - 100 < 0 is bankrupt; 110 recovers.
        string[] triggers = [.. File.ReadAllLines(_folder["run", "triggers.jsonl"]).Select(line =>
        {
            using JsonDocument trigger = JsonDocument.Parse(line);
            return string.Join(' ', new[] { "event", "reason", "frame", "equity", "surplus" }.Select(name => trigger.RootElement.GetProperty(name).ToString()));
        })];
        Assert.Equal(["Opened BelowMaintenance 2 400 -70", "Escalated Bankrupt 3 -1000 -1400", "Closed Recovered 4 2000 1450"], triggers);
    }

    [Fact]
    public void Backtest_Twice_SameBytes()
    {
        Assert.Equal(0, Backtest("one").ExitCode);
        Assert.Equal(0, Backtest("two").ExitCode);
        foreach (string file in Directory.EnumerateFiles(_folder["one"]))
        {
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(_folder["two", Path.GetFileName(file)]));
        }
    }

    [Fact]
    public void Verify_UntouchedRun_ExitsZero()
    {
        Backtest();
        CliProcess verify = CliProcess.Run("verify", _folder["run"]);
        Assert.True(verify.ExitCode == 0, verify.ToString());
        Assert.Contains("verified=true triggers=3 missed=0 false=0", verify.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OneByteChanged_ExitsFiveAndNamesTheTrigger()
    {
        Backtest();
        string path = _folder["run", "triggers.jsonl"];
        string text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("\"surplus\":\"-70\"", "\"surplus\":\"-71\"", StringComparison.Ordinal));
        string id = JsonDocument.Parse(text.Split('\n')[0]).RootElement.GetProperty("triggerId").GetString()!;
        CliProcess verify = CliProcess.Run("verify", _folder["run"]);
        Assert.Equal(5, verify.ExitCode);
        Assert.Contains($"trigger {id} of v:a: field surplus: expected \"-70\", but it is \"-71\"", verify.Stderr, StringComparison.Ordinal);
        Assert.Contains("verified=false", verify.LastLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_TriggerTakenOutOrAdded_IsMissedOrFalse()
    {
        Backtest();
        string path = _folder["run", "triggers.jsonl"];
        string[] lines = File.ReadAllLines(path);
        File.WriteAllLines(path, lines.Skip(1));
        Assert.Contains("missed=1 false=0", CliProcess.Run("verify", _folder["run"]).LastLine, StringComparison.Ordinal);
        File.WriteAllLines(path, lines.Append(lines[0].Replace("triggerId\":\"", "triggerId\":\"ff", StringComparison.Ordinal)));
        Assert.Contains("missed=0 false=1", CliProcess.Run("verify", _folder["run"]).LastLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stateHash")]
    [InlineData("triggersHash")]
    [InlineData("episodesOpened")]
    [InlineData("badDebt")]
    public void Verify_FigureChanged_ExitsFiveAndNamesIt(string name)
    {
        Backtest();
        string path = _folder["run", "result.json"];
        var result = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        result[name] = name is "episodesOpened" ? 7 : "7";
        File.WriteAllText(path, result.ToJsonString());
        CliProcess verify = CliProcess.Run("verify", _folder["run"]);
        Assert.Equal(5, verify.ExitCode);
        Assert.Contains($"result.json: {name}: expected", verify.Stderr, StringComparison.Ordinal);
    }

    /// <summary>As of a run that was made before the figure was there.</summary>
    [Fact]
    public void Verify_FigureMissing_ExitsFiveAndNamesIt()
    {
        Backtest();
        string path = _folder["run", "result.json"];
        var result = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        Assert.True(result.Remove("accountsByBand"));
        File.WriteAllText(path, result.ToJsonString());
        CliProcess verify = CliProcess.Run("verify", _folder["run"]);
        Assert.Equal(5, verify.ExitCode);
        Assert.Contains("result.json: accountsByBand: expected Healthy 2, but it is missing", verify.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_RecordingChangedSince_IsRefused()
    {
        Backtest();
        File.AppendAllText(_folder["recording", "oracle-prices.jsonl"], SmallRecording.Price(6000, 9_000, 6) + "\n");
        CliProcess verify = CliProcess.Run("verify", _folder["run"]);
        Assert.Equal(4, verify.ExitCode);
        Assert.Contains("oracle-prices.jsonl: expected what the run was made from", verify.Stderr, StringComparison.Ordinal);
    }

    private CliProcess Backtest(string name = "run") =>
        CliProcess.Run("backtest", SmallRecording.Write(_folder["recording"]), "--out", _folder[name], "--json", "--partitions", "2");
}
