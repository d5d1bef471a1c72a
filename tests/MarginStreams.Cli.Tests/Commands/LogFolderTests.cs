using System.Diagnostics;
using System.Text.Json.Nodes;

namespace MarginStreams.Cli.Tests.Commands;

/// <summary>The service on a log in a folder: what it decides is what a backtest decides, and a process that was killed goes on where it was.</summary>
public sealed class LogFolderTests : IDisposable
{
    /// <summary>Runs a command until the log has grown by so many bytes since it began to grow, and kills it.</summary>
    private void KillAfter(long growthBytes, params string[] args)
    {
        long before = SizeOf("log");
        using Process victim = CliProcess.Start(_folder.Path, args);
        victim.ErrorDataReceived += static (_, _) => { };
        victim.BeginErrorReadLine();
        SpinWait.SpinUntil(() => victim.HasExited || SizeOf("log") > before + growthBytes, Patience);
        Assert.False(victim.HasExited, "it ended by itself");
        victim.Kill(entireProcessTree: true);
        victim.WaitForExit();
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_RecordingIntoAFolder_GivesTheTriggersOfABacktest()
    {
        SmallRecording.Write(_folder["recording"]);
        Succeed("run", "--log", "log", "--partitions", "2", "--replay", "recording", "--until-caught-up");
        Succeed("backtest", "recording", "--out", "run", "--partitions", "2");
        string[] expected = [.. File.ReadAllLines(_folder["run", "triggers.jsonl"]).Select(WithoutFrameOffset).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Inspect("liquidation-triggers").Select(WithoutFrameOffset).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_KilledInTheMiddle_GoesOnAndTakesEveryRecordOnce()
    {
        Succeed("generate", "--out", "recording", "--accounts", "300", "--minutes", "240", "--seed", "11");
        long before;
        using (Process victim = CliProcess.Start(_folder.Path, ["run", "--log", "log", "--replay", "recording", "--set", "Margin:CommitIntervalMs=1"]))
        {
            Task<string> words = victim.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var watch = Stopwatch.StartNew();
            while ((before = SizeOf("log")) < 100_000 && watch.Elapsed < Patience)
            {
                Assert.False(victim.HasExited, "it ended by itself");
            }

            victim.Kill(entireProcessTree: true);
            await victim.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.NotEmpty(await words);
        }

        TestContext.Current.SendDiagnosticMessage("killed after {0} bytes of log", before);
        Succeed("run", "--log", "log", "--replay", "recording", "--until-caught-up");
        foreach (string topic in (string[])["venues", "instruments", "positions", "oracle-prices"])
        {
            Assert.Equal(File.ReadLines(_folder["recording", topic + ".jsonl"]).Count(), Inspect(topic).Length);
        }

        JsonNode[] triggers = [.. Inspect("liquidation-triggers").Select(line => JsonNode.Parse(line)!)];
        Assert.NotEmpty(triggers);
        Assert.Distinct(triggers.Select(trigger => (string)trigger["triggerId"]!));
        foreach (IGrouping<string, JsonNode> episode in triggers.GroupBy(trigger => $"{trigger["account"]} {trigger["episode"]!.ToJsonString()}"))
        {
            Assert.Equal(Enumerable.Range(0, episode.Count()), episode.Select(trigger => (int)trigger["sequence"]!));
        }
    }

    [Fact]
    public void Run_KilledFiveTimes_GivesTheTriggersOfABacktest()
    {
        string[] small = ["--set", "Margin:CommitIntervalMs=1", "--set", "Margin:CommitMaxRecords=20"];
        Succeed("generate", "--out", "recording", "--accounts", "600", "--minutes", "240", "--step-ms", "5000", "--seed", "11");
        Succeed("backtest", "recording", "--out", "run");
        string[] expected = [.. File.ReadAllLines(_folder["run", "triggers.jsonl"]).Select(WithoutFrameOffset).Order(StringComparer.Ordinal)];
        Succeed("replay", "recording", "--log", "log");
        KillAfter(60_000, ["run", "--log", "log", "--role", "oracle", .. small]);
        KillAfter(60_000, ["run", "--log", "log", "--role", "oracle", .. small]);
        Succeed("run", "--log", "log", "--role", "oracle", "--until-caught-up");
        int committed = 0;
        foreach (int growthBytes in (int[])[600_000, 400_000, 300_000])
        {
            KillAfter(growthBytes, ["run", "--log", "log", "--role", "margin", .. small]);
            committed = Inspect("liquidation-triggers").Length;
            TestContext.Current.SendDiagnosticMessage("killed after {0} of {1} triggers", committed, expected.Length);
        }

        Assert.InRange(committed, 1, expected.Length - 1);
        Succeed("run", "--log", "log", "--role", "margin", "--until-caught-up");
        Assert.Equal(expected, Inspect("liquidation-triggers").Select(WithoutFrameOffset).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Run_BrokerAndFolder_IsAnErrorOfTheConfiguration()
    {
        CliProcess run = CliProcess.Run(_folder.Path, ["run", "--log", "log", "--bootstrap-servers", "localhost:1"]);
        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.StartsWith(
            "marginstreams: configuration: Log:Directory: expected no folder beside Kafka:BootstrapServers", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FolderThatIsInUse_IsAnErrorOfTheConfiguration()
    {
        using Process first = CliProcess.Start(_folder.Path, ["run", "--log", "log"]);
        while (first.StandardError.ReadLine() is { } line && !line.Contains("Serving", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("marginstreams:", line, StringComparison.Ordinal);
        }

        CliProcess second = CliProcess.Run(_folder.Path, ["run", "--log", "log"]);
        first.Kill(entireProcessTree: true);
        Assert.True(second.ExitCode == 3, second.ToString());
        Assert.StartsWith(
            "marginstreams: configuration: Log:Directory: ", second.Stderr, StringComparison.Ordinal);
    }

    private string[] Inspect(string topic)
    {
        string text = Succeed("inspect", topic, "--values-only", "--log", "log").Stdout.TrimEnd('\n');
        return text.Length == 0 ? [] : text.Split('\n');
    }

    private CliProcess Succeed(params string[] args)
    {
        CliProcess run = CliProcess.Run(_folder.Path, args);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', args)}: {run}");
        return run;
    }

    private long SizeOf(string folder) => Directory.Exists(_folder[folder])
        ? new DirectoryInfo(_folder[folder]).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0)
        : 0;

    private static string WithoutFrameOffset(string line)
    {
        JsonNode node = JsonNode.Parse(line)!;
        node["inputs"]!.AsObject().Remove("frameOffset");
        return node.ToJsonString();
    }
}
