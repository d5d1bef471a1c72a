namespace MarginStreams.Cli.Tests.Journals;

/// <summary>verify and backtest on topics, as a user calls them, with the log in a folder.</summary>
public sealed class LiveRunCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void VerifyAndBacktest_TopicsOfAService_TellTheSameStory()
    {
        SmallRecording.Write(_folder["recording"]);
        Succeed("run", "--log", "log", "--replay", "recording", "--until-caught-up");
        Assert.Contains("verified=true frames=5 triggers=3 ", Succeed("verify", "--log", "log").LastLine, StringComparison.Ordinal);

        Succeed("backtest", "--log", "log", "--journal", "--out", "again");
        string live = Succeed("inspect", "liquidation-triggers", "--values-only", "--log", "log").Stdout;
        Assert.Equal(live, File.ReadAllText(_folder["again", "triggers.jsonl"]));
        Fails(4, "verify that, by --bootstrap-servers or --log and without a run", "verify", "again");

        Succeed("backtest", "--log", "log", "--out", "run");
        Assert.Contains("verified=true triggers=3 ", Succeed("verify", "run", "--log", "log").LastLine, StringComparison.Ordinal);
        Fails(2, "expected a recording of the run, or topics", "verify", "run");
        Fails(4, "record them, and backtest", "explain", "v:a", "--run", "run");
    }

    [Fact]
    public void BacktestOfTopics_BeforeTheCrash_HasNoTrigger()
    {
        SmallRecording.Write(_folder["recording"]);
        Succeed("replay", "recording", "--log", "log");
        Succeed("backtest", "--log", "log", "--to", "1970-01-01T00:00:03Z", "--partitions", "1", "--out", "before");
        Assert.Empty(File.ReadAllBytes(_folder["before", "triggers.jsonl"]));
        Succeed("backtest", "--log", "log", "--from", "1970-01-01T00:00:03Z", "--out", "after");
        Assert.Equal(3, File.ReadAllLines(_folder["after", "triggers.jsonl"]).Length);
    }

    [Fact]
    public void WithoutRunOrTopics_SaysWhatIsExpected()
    {
        Fails(2, "expected a recording, or topics", "backtest", "--out", "run");
        Fails(2, "expected a run, or topics", "verify");
        Fails(2, "--journal: expected topics", "backtest", "recording", "--journal", "--out", "run");
        Fails(4, "has never run here", "verify", "--log", "empty");
    }

    private CliProcess Succeed(params string[] args)
    {
        CliProcess process = CliProcess.Run(_folder.Path, args);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', args)}: {process}");
        return process;
    }

    private void Fails(int code, string says, params string[] args)
    {
        CliProcess process = CliProcess.Run(_folder.Path, args);
        Assert.True(process.ExitCode == code && process.Stderr.Contains(says, StringComparison.Ordinal), $"{string.Join(' ', args)}: {process}");
    }
}
