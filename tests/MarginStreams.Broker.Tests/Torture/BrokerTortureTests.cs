using System.Diagnostics;
using MarginStreams.Cli.Benching;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>
/// A broker that dies, or stands still for longer than anybody waits for it, under processes that stay: they go on by themselves, within bounded memory,
/// and the triggers are those of the reference.
/// </summary>
public sealed class BrokerTortureTests(BrokerFixture broker, TortureFixture torture)
{
    private const long GrowthBytesMax = 300L * 1024 * 1024;
    private static readonly MarketSize Size = new(Accounts: 1_500, Minutes: 480, StepMs: 2_500, Partitions: 4);
    private static readonly string[] Impatient =
    [
        "--set", "Kafka:RequestTimeoutMs=2000", "--set", "Transactions:CommitTimeoutMs=1000",
    ];

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(8);

    /// <summary>Longer than anybody waits for an answer or a group; once, when rounds are asked for.</summary>
    private static readonly TimeSpan LongOutage = TimeSpan.FromSeconds(60);

    /// <summary>Over by the time that the broker is back, so that it may forget to end them.</summary>
    private static readonly string[] ShortTransactions = ["--set", "Transactions:TimeoutMs=10000"];

    [Fact(Explicit = true)]
    public async Task Run_BrokerKilledAndStartedAgain_GoesOnByItself()
    {
        LocalBroker process = broker.Local;
        TimeSpan outage = torture.Rounds > 1 ? LongOutage : Outage;
        foreach ((Random random, int kills) in torture.Stages(roundsMax: 4, roundsMin: 2))
        {
            using Stage stage = new Stage(broker.Servers, torture.Market(Size), torture).WithFrames();
            FleetProcess margin = stage.Start("margin", [.. Impatient, .. ShortTransactions]);
            for (int i = 0; i < kills; i++)
            {
                stage.AwaitProgress(margin, random.Next(1, 300));
                KillBetweenCommits(process, stage, margin);
                long before = margin.ResidentBytes;
                Assert.True(margin.Outlives(outage), margin.ToString());
                outage = Outage;
                long after = margin.ResidentBytes;
                torture.Figures.Note("memoryGrowthInOutageBytes", after - before);
                Assert.True(after - before < GrowthBytesMax, $"from {before} to {after} bytes without a broker");
                await process.StartAgainAsync();
                AwaitRecovery(stage, margin);
            }

            torture.Figures.Count("transactionsForgottenByTheBroker", margin.Said("forgotten to end"));
            torture.Figures.Note("residentBytesMax", margin.ResidentBytes);
            stage.Finish();
        }
    }

    [Fact]
    public void Run_BrokerStandsStillForLongerThanACommitIsTried_NothingIsLostOrDoubled()
    {
        const string Unknown = "nobody knows whether it happened";
        LocalBroker process = broker.Local;
        foreach ((Random random, int freezes) in torture.Stages(roundsMax: 5))
        {
            using Stage stage = new Stage(broker.Servers, torture.Market(Size), torture).WithFrames();
            FleetProcess margin = stage.Start("margin", Impatient);
            int unknown = 0;
            for (int i = 0; i < freezes || unknown == 0; i++)
            {
                stage.AwaitProgress(margin, random.Next(1, 200));
                using (process.Freeze())
                {
                    // Every task has something to commit, and gives it up, for one reason or another.
                    int failures = margin.Said(FleetProcess.MadeAnew);
                    stage.Await("the task waits for ever", () => margin.Said(FleetProcess.MadeAnew) > failures, margin);
                }

                AwaitRecovery(stage, margin);
                unknown = margin.Said(Unknown);
                torture.Figures.Count("brokerFreezes");
            }

            torture.Figures.Count("outcomesUnknown", unknown);
            stage.Finish();
        }
    }

    /// <summary>
    /// A single broker that dies between its answer to a commit and the markers leaves partitions with a transaction that nobody ends (Kafka 4.3.1 takes
    /// them for deleted when it starts again). So its clients stand still, what they asked for is carried out, transactions that are merely open stay so,
    /// and then it dies.
    /// </summary>
    private void KillBetweenCommits(LocalBroker process, Stage stage, FleetProcess margin)
    {
        margin.Freeze();
        stage.Await("transactions go on ending", () =>
        {
            long[] stables = stage.Changelog.Stables();
            long[] highs = stage.Changelog.Highs();
            return !SpinWait.SpinUntil(
                () => !stage.Changelog.Stables().SequenceEqual(stables) || !stage.Changelog.Highs().SequenceEqual(highs), TimeSpan.FromMilliseconds(200));
        });
        torture.Figures.Count("brokerKillsWithTransactionsOpen", stage.Changelog.Open().Length > 0 ? 1 : 0);
        process.Kill();
        margin.Thaw();
        torture.Figures.Count("brokerKills");
    }

    private void AwaitRecovery(Stage stage, FleetProcess margin)
    {
        long backAt = Stopwatch.GetTimestamp();
        long[] highs = stage.Changelog.Highs();
        stage.Await("nothing is committed again", () => stage.Changelog.Stables().Zip(highs).All(pair => pair.First > pair.Second), margin);
        torture.Figures.Note("brokerBackToCommitMs", Stopwatch.GetElapsedTime(backAt));
    }
}
