using System.Diagnostics;
using System.Text.Json.Nodes;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Tests;
using MarginStreams.Contracts;
using MarginStreams.Topologies;

namespace MarginStreams.Broker.Tests;

/// <summary>The command as a user runs it, on a real broker: the same triggers as on the embedded log, ids included, whatever happens in between.</summary>
public sealed class EndToEndTests(BrokerFixture broker) : IDisposable
{
    private const int Partitions = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TempFolder _folder = new();
    private readonly string _application = $"e2e-{Guid.NewGuid():N}";

    private TopicNames Topics => new($"{_application}.", _application);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_OracleThenMargin_GivesTheTriggersOfTheEmbeddedRun()
    {
        IReadOnlyList<TriggerLine> expected = EmbeddedRun();
        Succeed("run", "--role", "oracle", "--until-caught-up");
        Succeed("run", "--role", "margin", "--until-caught-up");
        AssertEqual(expected, Committed());
    }

    [Fact]
    public void Run_MarginKilledInTheMiddle_LosesNothingAndDoublesNothing()
    {
        IReadOnlyList<TriggerLine> expected = EmbeddedRun();
        Succeed("run", "--role", "oracle", "--until-caught-up");
        int before;
        using (Process victim = CliProcess.Start(_folder.Path, WithBroker(["run", "--role", "margin", "--set", "Margin:CommitIntervalMs=1"])))
        {
            var watch = Stopwatch.StartNew();
            while ((before = Committed().Count) == 0 && watch.Elapsed < Patience)
            {
                Assert.False(victim.HasExited, "it ended by itself");
            }

            victim.Kill(entireProcessTree: true);
            victim.WaitForExit();
            before = Committed().Count;
        }

        Assert.InRange(before, 1, expected.Count);
        TestContext.Current.SendDiagnosticMessage("killed after {0} of {1} triggers", before, expected.Count);
        Succeed("run", "--role", "margin", "--until-caught-up");
        AssertEqual(expected, Committed());
    }

    [Fact]
    public void Run_BothRolesInOneProcess_ServesEverything()
    {
        EmbeddedRun();
        Succeed("run", "--role", "all", "--until-caught-up");

        // Frames and positions run side by side here, so records may fall between other frames than in a replay; episodes are whole in any case.
        IReadOnlyList<TriggerLine> triggers = Committed();
        Assert.NotEmpty(triggers);
        Assert.Distinct(triggers.Select(trigger => trigger.TriggerId));
        foreach (IGrouping<string, JsonNode> episode in triggers.Select(Parse).GroupBy(trigger => $"{trigger["account"]} {trigger["episode"]!.ToJsonString()}"))
        {
            Assert.Equal(Enumerable.Range(0, episode.Count()), episode.Select(trigger => (int)trigger["sequence"]!));
        }
    }

    [Fact]
    public void Record_AfterReplay_BacktestsToTheSameTriggers()
    {
        IReadOnlyList<TriggerLine> expected = EmbeddedRun();
        Succeed("record", "--out", _folder["recorded"]);
        CliProcess run = CliProcess.Run("backtest", _folder["recorded"], "--out", _folder["again"], "--partitions", $"{Partitions}");
        Assert.True(run.ExitCode == 0, run.ToString());
        string[] lines = File.ReadAllLines(_folder["again", "triggers.jsonl"]);
        Assert.Equal(expected.Select(line => System.Text.Encoding.UTF8.GetString(line.Json)), lines);
    }

    /// <summary>Generates a market, runs it on the embedded log, and publishes it to the broker.</summary>
    private IReadOnlyList<TriggerLine> EmbeddedRun()
    {
        CliProcess generated = CliProcess.Run("generate", "--out", _folder["recording"], "--accounts", "300", "--minutes", "240", "--seed", "11");
        Assert.True(generated.ExitCode == 0, generated.ToString());
        CliProcess run = CliProcess.Run("backtest", _folder["recording"], "--out", _folder["run"], "--partitions", $"{Partitions}");
        Assert.True(run.ExitCode == 0, run.ToString());
        Succeed("replay", _folder["recording"]);
        List<TriggerLine> lines =
        [
            .. File.ReadLines(_folder["run", "triggers.jsonl"]).Select(line =>
            {
                JsonNode node = JsonNode.Parse(line)!;
                return new TriggerLine((string)node["triggerId"]!, (string)node["account"]!, (long)node["frame"]!, System.Text.Encoding.UTF8.GetBytes(line));
            }),
        ];
        Assert.True(lines.Count > 20, $"{lines.Count} triggers are too few to compare anything");
        return lines;
    }

    private IReadOnlyList<TriggerLine> Committed()
    {
        using var cluster = broker.Connect();
        var wire = new WireFormat(new LocalSchemaIds());
        return cluster.Admin.PartitionCount(Topics.LiquidationTriggers) is { } count
            ? [.. TriggerLines.Committed(cluster, Topics.LiquidationTriggers, count, wire)]
            : [];
    }

    /// <summary>Everything but the offset of the frame: a broker's transactions end elsewhere, and so do its control markers.</summary>
    private static void AssertEqual(IReadOnlyList<TriggerLine> expected, IReadOnlyList<TriggerLine> actual)
    {
        Assert.Equal(expected.Select(line => line.TriggerId), actual.Select(line => line.TriggerId));
        Assert.Equal(expected.Select(WithoutFrameOffset), actual.Select(WithoutFrameOffset));
    }

    private static string WithoutFrameOffset(TriggerLine line)
    {
        JsonNode node = Parse(line);
        node["inputs"]!.AsObject().Remove("frameOffset");
        return node.ToJsonString();
    }

    private static JsonNode Parse(TriggerLine line) => JsonNode.Parse(line.Json)!;

    private string[] WithBroker(string[] args) =>
    [
        .. args, "--bootstrap-servers", broker.Servers, "--prefix", Topics.Prefix, "--application-id", _application, "--partitions", $"{Partitions}",
    ];

    private void Succeed(params string[] args)
    {
        CliProcess process = CliProcess.Run(_folder.Path, WithBroker(args));
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', args)}: {process}");
    }
}
