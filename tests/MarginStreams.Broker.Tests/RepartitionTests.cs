using System.Diagnostics;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Tests;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Broker.Tests;

/// <summary>
/// Positions in another number of partitions than ours, on a real broker: the service is killed in the middle, the next one goes on, and everything that was
/// written is what a recomputation by the journals gives.
/// </summary>
public sealed class RepartitionTests(BrokerFixture broker) : IDisposable
{
    private const int Partitions = 4;
    private const int SourcePartitions = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly TempFolder _folder = new();
    private readonly string _application = $"intake-{Guid.NewGuid():N}";

    private TopicNames Topics => new($"{_application}.", _application);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_KilledInTheMiddle_IsVerifiedAndNamesTheRecordsOfTheIndexer()
    {
        CliProcess generated = CliProcess.Run("generate", "--out", _folder["recording"], "--accounts", "300", "--minutes", "240", "--seed", "11");
        Assert.True(generated.ExitCode == 0, generated.ToString());
        using ILogCluster cluster = broker.Connect();
        cluster.Admin.EnsureTopics(Topics.InputSpecs(SourcePartitions));
        Succeed("replay", _folder["recording"]);
        KillInTheMiddle(cluster);
        Succeed("run", "--until-caught-up");

        CliProcess verified = Succeed("verify");
        Assert.Contains("verified=true ", verified.LastLine, StringComparison.Ordinal);
        LiquidationTrigger[] triggers = [.. Read(cluster, Topics.LiquidationTriggers).Select(Decode)];
        Assert.True(triggers.Length > 20, $"{triggers.Length} triggers are too few to prove anything");
        Assert.Distinct(triggers.Select(trigger => trigger.TriggerId));
        Dictionary<(int, long), LogRecord> positions = Read(cluster, Topics.Positions).ToDictionary(record => (record.Partition, record.Offset));
        Assert.All(triggers, trigger => Assert.Equal(
            trigger.Account,
            System.Text.Encoding.UTF8.GetString(positions[(trigger.Inputs.PositionPartition, trigger.Inputs.PositionOffset)].Key!).Split('/')[0]));
        Assert.Equal(positions.Count, Read(cluster, Topics.AccountPositions).Count());
    }

    private void KillInTheMiddle(ILogCluster cluster)
    {
        using Process victim = CliProcess.Start(_folder.Path, WithBroker(["run", "--set", "Margin:CommitIntervalMs=1"]));
        var watch = Stopwatch.StartNew();
        while (!Read(cluster, Topics.AccountPositions).Any() && watch.Elapsed < Patience)
        {
            Assert.False(victim.HasExited, "it ended by itself");
        }

        victim.Kill(entireProcessTree: true);
        victim.WaitForExit();
        TestContext.Current.SendDiagnosticMessage(
            "killed after {0} copies and {1} triggers", Read(cluster, Topics.AccountPositions).Count(), Read(cluster, Topics.LiquidationTriggers).Count());
    }

    private static IEnumerable<LogRecord> Read(ILogCluster cluster, string topic) =>
        Enumerable.Range(0, cluster.Admin.PartitionCount(topic) ?? 0).SelectMany(partition => CommittedRecords.Read(cluster, topic, partition));

    private static LiquidationTrigger Decode(LogRecord record) =>
        (LiquidationTrigger)new WireFormat(new LocalSchemaIds()).Deserialize(record.Topic, record.Value!);

    private string[] WithBroker(string[] args) =>
    [
        .. args, "--bootstrap-servers", broker.Servers, "--prefix", Topics.Prefix, "--application-id", _application, "--partitions", $"{Partitions}",
        "--set", "Positions:Partitioning=repartition",
    ];

    private CliProcess Succeed(params string[] args)
    {
        CliProcess process = CliProcess.Run(_folder.Path, WithBroker(args));
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', args)}: {process}");
        return process;
    }
}
