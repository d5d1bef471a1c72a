using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MarginStreams.Cli.Tests.Explaining;

/// <summary>An explanation adds up to what it says, names its sources by file and line, and says what can be said where nothing was judged.</summary>
public sealed partial class ExplainTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Explain_Trigger_PrintedLinesAddUpToThePrintedTotalsAndToTheTrigger()
    {
        Run(SmallRecording.Files());
        foreach (JsonElement trigger in Triggers())
        {
            string text = Explain("--trigger", trigger.GetProperty("triggerId").GetString()!);
            Dictionary<string, BigInteger> totals = new(StringComparer.Ordinal)
            {
                ["value in equity"] = 0, ["contribution to the initial surplus"] = 0, ["contribution to the maintenance surplus"] = 0,
            };
            foreach (Match contribution in Contribution().Matches(text))
            {
                totals[contribution.Groups["line"].Value] += BigInteger.Parse(contribution.Groups["result"].Value);
            }

            Assert.Equal(totals["value in equity"], Total(text, "equity"));
            Assert.Equal(totals["contribution to the initial surplus"], Total(text, "initial surplus"));
            Assert.Equal(totals["contribution to the maintenance surplus"], Total(text, "maintenance surplus"));
            Assert.Equal(Total(text, "equity"), BigInteger.Parse(trigger.GetProperty("equity").GetString()!));
            Assert.Equal(Total(text, "maintenance surplus"), BigInteger.Parse(trigger.GetProperty("surplus").GetString()!));
        }
    }

    [Fact]
    public void Explain_LatestTrigger_NamesTheLinesItCameFrom()
    {
        Run(SmallRecording.Files());
        string text = Explain();
        Assert.Contains("Closed / Recovered, frame 4, stream-time 1970-01-01 00:00:05.000Z", text, StringComparison.Ordinal);
        string[] sources =
        [
            $"  {_folder["recording", "positions.jsonl"]}:2",
            $"  {_folder["recording", "positions.jsonl"]}:1",
            $"  {_folder["recording", "oracle-prices.jsonl"]}:5",
        ];
        Assert.Equal(sources, text.Split('\n').Where(line => line.StartsWith($"  {_folder.Path}", StringComparison.Ordinal)));
        Assert.Contains("decision: not liquidatable; band Healthy", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_SourceLines_AreThoseOfTheRecordingWhereOffsetsAreRecordedToo()
    {
        Dictionary<string, List<string>> files = SmallRecording.Files();
        for (int i = 0; i < 3; i++)
        {
            files["positions"][i] = files["positions"][i].Replace("\"type\"", $"\"partition\":0,\"offset\":{(i * 10) + 7},\"type\"", StringComparison.Ordinal);
        }

        Run(files, "--partitions", "1");
        using JsonDocument found = JsonDocument.Parse(Explain("--json"));
        Assert.Equal(
            ["positions.jsonl:2@17", "positions.jsonl:1@7", "oracle-prices.jsonl:5@4"],
            found.RootElement.GetProperty("records").EnumerateArray().Select(record =>
                $"{Path.GetFileName(record.GetProperty("file").GetString())}:{record.GetProperty("line")}@{record.GetProperty("offset")}"));
        Assert.Equal("2000", found.RootElement.GetProperty("equity").GetString());
        Assert.False(found.RootElement.GetProperty("liquidatable").GetBoolean());
    }

    [Fact]
    public void Explain_AccountThatIsGone_SaysSoAndShowsItsLastJudgement()
    {
        Dictionary<string, List<string>> files = SmallRecording.Files();
        files["positions"].Add("""{"timestampMs":4500,"key":"v:a/USD","value":null}""");
        files["positions"].Add("""{"timestampMs":4500,"key":"v:a/BTC-PERP","value":null}""");
        Run(files);
        string text = Explain();
        Assert.Contains("Closed / Removed", text, StringComparison.Ordinal);
        Assert.Contains("nothing is left of the account with trigger", text, StringComparison.Ordinal);
        Assert.Contains("Its last judgement before that:\nframe 3,", text, StringComparison.Ordinal);
        Assert.Contains("tombstone", text, StringComparison.Ordinal);
        Assert.Contains("nothing is left of the account at frame 4", Explain("--at", "4"), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_HeldTrigger_SaysWhyTheAccountCannotBeJudged()
    {
        Dictionary<string, List<string>> files = SmallRecording.Files();
        files["instruments"].Add(SmallRecording.Perpetual.Replace("BTC", "ETH", StringComparison.Ordinal));
        files["positions"].Add(SmallRecording.Position.Replace("BTC", "ETH", StringComparison.Ordinal).Replace("1001", "3500", StringComparison.Ordinal));
        Run(files);
        string text = Explain();
        Assert.Contains("Held / NotJudgeable", text, StringComparison.Ordinal);
        Assert.Contains("could not be judged with trigger", text, StringComparison.Ordinal);
        Assert.Contains("instrument ETH-PERP has no price yet", text, StringComparison.Ordinal);
        Assert.Contains("it was: liquidatable", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_FrameOfAHealthyAccount_IsExplained()
    {
        Run(SmallRecording.Files());
        Assert.Contains("decision: not liquidatable; band Healthy", Explain("--at", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_AccountWithoutTriggers_IsExplainedAtTheLastFrame()
    {
        Run(SmallRecording.Files());
        CliProcess explain = CliProcess.Run("explain", "v:b", "--run", _folder["run"]);
        Assert.True(explain.ExitCode == 0, explain.ToString());
        Assert.Contains("frame 4,", explain.Stdout, StringComparison.Ordinal);
        Assert.Contains("decision: not liquidatable; band Healthy", explain.Stdout, StringComparison.Ordinal);
    }

    /// <summary>Arguments, the exit code and the message.</summary>
    public static TheoryData<string, int, string> Refused() => new()
    {
        { "v:nobody", 4, "account v:nobody has no record in " },
        { "v:a --trigger 00", 4, "account v:a has no trigger 00 in this run" },
        { "v:a --at 5", 2, "--at: expected a frame from 0 to 4, but it is 5" },
        { "v:a --at -1", 2, "--at: expected a frame from 0 to 4, but it is -1" },
        { "v:late --at 1", 4, "account v:late was not there at frame 1: its first record is " },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Explain_WhatCannotBeExplained_SaysWhy(string args, int code, string message)
    {
        Dictionary<string, List<string>> files = SmallRecording.Files();
        files["positions"].Add(SmallRecording.Healthy.Replace("v:b", "v:late", StringComparison.Ordinal).Replace("1002", "4500", StringComparison.Ordinal));
        Run(files);
        CliProcess explain = CliProcess.Run(["explain", .. args.Split(' '), "--run", _folder["run"]]);
        Assert.True(explain.ExitCode == code, explain.ToString());
        Assert.StartsWith($"marginstreams: {message}", explain.Stderr, StringComparison.Ordinal);
        Assert.Empty(explain.Stdout);
    }

    /// <summary>The last line of each block of a holding.</summary>
    [GeneratedRegex(
        @"^  (?<line>value in equity|contribution to the \w+ surplus)\n(?:    .*\n)*?    contribution: .*\n      = (?<result>-?\d+) ",
        RegexOptions.Multiline)]
    private static partial Regex Contribution();

    private static BigInteger Total(string text, string name) =>
        BigInteger.Parse(TotalLine().Matches(text).Single(line => line.Groups["name"].Value == name).Groups["result"].Value);

    /// <summary>A line of the totals that is an amount.</summary>
    [GeneratedRegex(@"^    (?<name>equity|\w+ surplus): .*\n      = (?<result>-?\d+) ", RegexOptions.Multiline)]
    private static partial Regex TotalLine();

    private JsonElement[] Triggers() =>
        [.. File.ReadAllLines(_folder["run", "triggers.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement)];

    private void Run(Dictionary<string, List<string>> files, params string[] options)
    {
        CliProcess run = CliProcess.Run(["backtest", SmallRecording.Write(_folder["recording"], files), "--out", _folder["run"], .. options]);
        Assert.True(run.ExitCode == 0, run.ToString());
    }

    private string Explain(params string[] options)
    {
        CliProcess explain = CliProcess.Run(["explain", "v:a", "--run", _folder["run"], .. options]);
        Assert.True(explain.ExitCode == 0, explain.ToString());
        return explain.Stdout;
    }
}
