using System.Diagnostics;
using System.Globalization;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Tests;
using MarginStreams.Contracts;
using MarginStreams.Topologies;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>
/// One round of a scenario: topics of its own on a broker with a market in them, processes that serve it, and at the end the comparison of every trigger with
/// the reference. Transactions of margin processes are small, so that there are many of them to be hit.
/// </summary>
internal sealed class Stage : IDisposable
{
    /// <summary>How long anything may take that must come.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>How long the rest of the work may take, in which each frame with a trigger has a commit of its own.</summary>
    private static readonly TimeSpan WorkPatience = TimeSpan.FromMinutes(10);

    /// <summary>A transaction that is open for so long while its process stands still is open, and not about to end.</summary>
    private static readonly TimeSpan OpenFor = TimeSpan.FromMilliseconds(300);

    /// <summary>Many of them, so that the work lasts until the last round of a stage.</summary>
    private static readonly string[] SmallTransactions = ["--set", "Margin:CommitIntervalMs=20", "--set", "Margin:CommitMaxRecords=4"];
    private readonly string _servers;
    private readonly Market _market;
    private readonly TortureFixture _torture;
    private readonly string[] _settings;
    private readonly TempFolder _folder = new();
    private readonly List<FleetProcess> _fleet = [];

    internal Stage(string servers, Market market, TortureFixture torture, params string[] settings)
    {
        (_servers, _market, _torture, _settings) = (servers, market, torture, settings);
        string application = $"torture-{Guid.NewGuid():N}";
        Topics = new TopicNames($"{application}.", application);
        Changelog = new PartitionLook(servers, Topics.MarginChangelog, market.Size.Partitions);
        Triggers = new PartitionLook(servers, Topics.LiquidationTriggers, market.Size.Partitions);
        CliProcess replay = Run(Patience, Args(["replay", market.Recording]));
        Assert.True(replay.ExitCode == 0, $"replay: {replay}");
    }

    internal TopicNames Topics { get; }

    /// <summary>The ends of the margin tasks' changelogs: every transaction of a task writes there.</summary>
    internal PartitionLook Changelog { get; }

    /// <summary>The ends of the triggers.</summary>
    internal PartitionLook Triggers { get; }

    /// <summary>Cuts all frames, so that their place among the positions is in the log alone.</summary>
    internal Stage WithFrames()
    {
        CatchUp("oracle", Patience);
        return this;
    }

    /// <summary>Starts a process that serves margin.</summary>
    internal FleetProcess Start(string name, params string[] more) => StartRole(name, "margin", [.. SmallTransactions, .. more]);

    /// <summary>Starts a process, and waits until it serves.</summary>
    internal FleetProcess StartRole(string name, string role, params string[] more) => Serve(Launch(new(name, _folder.Path, RunArgs(role, more))));

    /// <summary>Starts processes at the same time, and waits until they serve.</summary>
    internal FleetProcess[] StartFleet(int count, string role)
    {
        FleetProcess[] launched = [.. Enumerable.Range(0, count).Select(i => Launch(new($"worker {i}", _folder.Path, RunArgs(role))))];
        return [.. launched.Select(Serve)];
    }

    /// <summary>Waits, and fails with the last words of all processes when it takes too long or one that must live has ended.</summary>
    internal void Await(string what, Func<bool> condition, params FleetProcess[] alive)
    {
        bool isTrue = false;
        SpinWait.SpinUntil(() => (isTrue = condition()) || Array.Exists(alive, process => process.HasExited), Patience);
        Assert.True(isTrue, $"{what}: {string.Join('\n', _fleet)}");
    }

    /// <summary>Waits until a process has written so many records of the changelog of its partitions, control markers included.</summary>
    internal void AwaitProgress(FleetProcess process, long records)
    {
        Await($"{process.Name} owns nothing", () => process.Margins.Length > 0, process);
        long[] before = Changelog.Highs();
        Await(
            $"{process.Name} makes no progress",
            () => process.Margins.Sum(partition => Changelog.Highs()[partition] - before[partition]) >= records, process);
    }

    /// <summary>Holds a process still, with a transaction of it open; returns the partitions of open ones.</summary>
    internal int[] FreezeInTransaction(FleetProcess process, Random random)
    {
        while (true)
        {
            AwaitProgress(process, random.Next(1, 200));
            process.Freeze();
            if (!SpinWait.SpinUntil(() => !Changelog.Open().Intersect(process.Margins).Any(), OpenFor))
            {
                _torture.Figures.Count("heldInTransaction");
                return [.. Changelog.Open().Intersect(process.Margins)];
            }

            process.Thaw();
        }
    }

    /// <summary>Kills a process in the middle of a transaction. Returns the high watermarks of the changelog that it leaves.</summary>
    internal long[] KillInTransaction(FleetProcess process, Random random)
    {
        int[] open = FreezeInTransaction(process, random);
        process.Kill();
        Assert.Empty(open.Except(Changelog.Open()));
        int committed = Committed().Count;
        Assert.InRange(committed, 0, _market.Reference.Count - 1);
        _torture.Figures.Count("killsInTransaction");
        TestContext.Current.SendDiagnosticMessage(
            "{0} killed after {1} of {2} triggers, transactions open in {3}", process.Name, committed, _market.Reference.Count, string.Join(',', open));
        return Changelog.Highs();
    }

    /// <summary>
    /// Waits until each of these partitions has a commit of its heir, and notes the time from the death of its owner. The end of the dead owner's transaction
    /// is one record.
    /// </summary>
    internal void AwaitHeirs(string whatMs, long diedAt, IReadOnlyCollection<int> orphans, long[] left, params FleetProcess[] alive)
    {
        Await("nobody takes over", () =>
        {
            long[] stables = Changelog.Stables();
            return orphans.All(partition => stables[partition] > left[partition] + 1);
        }, alive);
        _torture.Figures.Note(whatMs, Stopwatch.GetElapsedTime(diedAt));
    }

    /// <summary>Ends what still runs, lets one process do the rest, and compares every trigger with the reference.</summary>
    internal void Finish(string role = "margin")
    {
        foreach (FleetProcess process in _fleet.Where(process => !process.HasExited))
        {
            Assert.Equal((int)Cli.ExitCode.Interrupted, process.Terminate());
        }

        CatchUp(role, WorkPatience);
        Assert.Empty(Changelog.Open());
        AssertTriggers();
    }

    /// <summary>Triggers that can be seen.</summary>
    internal IReadOnlyList<TriggerLine> Committed()
    {
        using var cluster = new KafkaCluster(new KafkaClusterOptions { BootstrapServers = _servers }, NullLoggerFactory.Instance);
        return [.. TriggerLines.Committed(cluster, Topics.LiquidationTriggers, _market.Size.Partitions, new WireFormat(new LocalSchemaIds()))];
    }

    public void Dispose()
    {
        _fleet.ForEach(process => process.Dispose());
        Changelog.Dispose();
        Triggers.Dispose();
        _folder.Dispose();
    }

    private void AssertTriggers()
    {
        IReadOnlyList<TriggerLine> committed = Committed();
        IReadOnlyList<TriggerLine> reference = _market.Reference;
        int mismatches = Math.Abs(committed.Count - reference.Count)
            + committed.Zip(reference).Count(pair => Market.WithoutFrameOffset(pair.First) != Market.WithoutFrameOffset(pair.Second));
        _torture.Figures.Count("triggersCompared", reference.Count);
        _torture.Figures.Count("mismatches", mismatches);
        Assert.Equal(reference.Select(line => line.TriggerId), committed.Select(line => line.TriggerId));
        Assert.Equal(reference.Select(Market.WithoutFrameOffset), committed.Select(Market.WithoutFrameOffset));
    }

    private FleetProcess Launch(FleetProcess process)
    {
        _fleet.Add(process);
        _torture.Figures.Count("processes");
        return process;
    }

    /// <summary>What a supervisor does: a start that brokers do not answer in time, some of them barely up again, is made again.</summary>
    private FleetProcess Serve(FleetProcess process)
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            SpinWait.SpinUntil(() => process.HasExited || process.Said(FleetProcess.Serving) > 0, Patience);
            if (!process.HasExited || !MayStartAgain(process.ExitCode(Patience), startedAt, Patience))
            {
                return process;
            }

            process = Launch(process.StartAgain());
        }
    }

    /// <summary>Lets a process do all that there is to do, and end.</summary>
    private void CatchUp(string role, TimeSpan patience)
    {
        long startedAt = Stopwatch.GetTimestamp();
        CliProcess process;
        do
        {
            process = Run(patience, RunArgs(role, "--until-caught-up"));
        }
        while (MayStartAgain(process.ExitCode, startedAt, patience));
        Assert.True(process.ExitCode == 0, $"{role}: {process}");
    }

    private bool MayStartAgain(int exitCode, long startedAt, TimeSpan patience)
    {
        bool mayBe = exitCode == (int)Cli.ExitCode.BrokerUnreachable && Stopwatch.GetElapsedTime(startedAt) < patience;
        _torture.Figures.Count("startsMadeAgain", mayBe ? 1 : 0);
        return mayBe;
    }

    private CliProcess Run(TimeSpan patience, string[] args) => CliProcess.Run(_folder.Path, args, (int)patience.TotalMilliseconds);

    private string[] RunArgs(string role, params string[] more) => Args(["run", "--role", role, .. more]);

    private string[] Args(string[] args) =>
    [
        .. args, "--bootstrap-servers", _servers, "--prefix", Topics.Prefix, "--application-id", Topics.ApplicationId,
        "--partitions", _market.Size.Partitions.ToString(CultureInfo.InvariantCulture), .. _settings,
    ];
}
