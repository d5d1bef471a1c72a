using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Engine.Reference;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>Wherever a task commits and dies, the next one continues as if nothing had happened: the same outputs, changelogs and states.</summary>
public sealed class RestoreTests(ITestOutputHelper output)
{
    private const int WorldCount = 60;
    private const int RecordCount = 120;

    /// <summary>What has to happen in the worlds, or the tests prove less than they say.</summary>
    private static readonly string[] Required =
    [
        "Opened/BelowMaintenance", "Updated/HoldingChanged", "Updated/Expiry", "Updated/Resumed", "Escalated/Bankrupt", "Held/NotJudgeable", "Closed/Recovered",
        "Closed/Liquidated", "Closed/Removed", "Closed/Reorged", "Closed/Parameters", "Closed/BadDebt",
        "letter UnknownInstrument", "letter VenueMismatch", "letter SideMismatch", "letter WrongPartition", "letter UnknownAttribute", "letter TermsRefused",
        "letter Malformed", "letter MagicByteUnknown", "letter KeyMissing", "letter KeyMismatch",
        "parked at a restart", "risk told before a restart", "awaiting at a restart", "held at a restart", "open frame at a restart",
    ];

    [Fact]
    public void Restore_AfterEveryRecord_ContinuesAsIfNothingHadHappened()
    {
        var coverage = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int seed = 0; seed < WorldCount; seed++)
        {
            var world = new PipelineWorld();
            List<LogRecord> input = RecordWorld.Records(seed, RecordCount);
            DirectRun undisturbed = new DirectRun(world, options => new MarginEngine(options), isRestoring: false).Run(input);
            DirectRun restored = new DirectRun(world, options => new MarginEngine(options), isRestoring: true).Run(input);
            Assert.True(restored.RestoreCount >= RecordCount);
            Assert.Equal(undisturbed.Lines, restored.Lines);
            Assert.Equal(undisturbed.Stores, restored.Stores);
            Assert.Equal(undisturbed.Hash, restored.Hash);
            Cover(world, restored, coverage);
        }

        output.WriteLine(string.Join('\n', coverage.Select(count => $"{count.Value,6} {count.Key}")));
        Assert.All(Required, what => Assert.True(coverage.ContainsKey(what), $"never happened: {what}"));
    }

    /// <summary>Pieces of a snapshot between commits, and the tail of the changelog on top of them, are as good as the changelog.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadPiece_SnapshotsBetweenRecords_ContinueAsIfNothingHadHappened(bool isReference)
    {
        int several = 0;
        IMarginEngine Create(EngineOptions options) => isReference ? new ReferenceEngine(options) : new MarginEngine(options);
        for (int seed = 0; seed < WorldCount; seed++)
        {
            var world = new PipelineWorld();
            List<LogRecord> input = RecordWorld.Records(seed, RecordCount);
            DirectRun undisturbed = new DirectRun(world, Create, isRestoring: false).Run(input);
            DirectRun restored = new DirectRun(world, Create, isRestoring: false) { IsBySnapshots = true }.Run(input);
            Assert.True(restored.RestoreCount > 3);
            Assert.Equal(undisturbed.Lines, restored.Lines);
            Assert.Equal(undisturbed.Stores, restored.Stores);
            Assert.Equal(undisturbed.Hash, restored.Hash);
            several += restored.Situations.Count(what => what == "snapshot in several pieces");
        }

        Assert.True(several > WorldCount / 2, $"{several} of {WorldCount}");
    }

    [Fact]
    public void Engines_RandomWorlds_ProductionSendsWhatTheReferenceSends()
    {
        for (int seed = 0; seed < WorldCount; seed++)
        {
            var world = new PipelineWorld();
            List<LogRecord> input = RecordWorld.Records(seed, RecordCount);
            DirectRun production = new DirectRun(world, options => new MarginEngine(options), isRestoring: false).Run(input);
            DirectRun reference = new DirectRun(world, options => new ReferenceEngine(options), isRestoring: false).Run(input);
            Assert.Equal(WithoutWords(world, reference), WithoutWords(world, production));
            Assert.Equal(reference.Stores, production.Stores);
            Assert.Equal(reference.Hash, production.Hash);
        }
    }

    /// <summary>Each engine says in its own words why an account cannot be judged.</summary>
    private static IEnumerable<string> WithoutWords(PipelineWorld world, DirectRun run) => run.Sent.Select(sent =>
    {
        if (sent.Topic != world.Topics.AccountStatus || sent.Value is null)
        {
            return sent.Text();
        }

        var status = world.Decode<AccountStatus>(sent.AsRecord(0));
        Assert.Equal(status.Band == Contracts.AccountBand.Unknown, status.Error.Length > 0);
        return PipelineWorld.Json(status with { Error = "" });
    }).Concat(run.DeadLetters);

    private static void Cover(PipelineWorld world, DirectRun run, SortedDictionary<string, int> coverage)
    {
        void Count(string what) => coverage[what] = coverage.GetValueOrDefault(what) + 1;
        foreach (OutgoingRecord sent in run.Sent.Where(sent => sent.Topic == world.Topics.LiquidationTriggers))
        {
            var trigger = world.Decode<LiquidationTrigger>(sent.AsRecord(0));
            Count($"{trigger.Event}/{trigger.Reason}");
        }

        run.DeadLetters.ForEach(letter => Count($"letter {letter.Split(' ')[2].TrimEnd(':')}"));
        run.Situations.ForEach(Count);
    }
}
