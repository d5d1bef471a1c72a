using System.Diagnostics;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>
/// Processes that are killed, held still and sent away in the middle of their work, on a broker that stays: the triggers are those of the reference, every one
/// of them, ids included.
/// </summary>
public sealed class ProcessTortureTests(BrokerFixture broker, TortureFixture torture)
{
    private static readonly MarketSize Size = new(Accounts: 1_500, Minutes: 480, StepMs: 2_500, Partitions: 4);

    [Fact]
    public void Run_KilledInTransactions_IsGoneOnWithByTheNextProcess()
    {
        foreach ((Random random, int kills) in torture.Stages(roundsMax: 5, roundsMin: 3))
        {
            using Stage stage = Prepare();
            for (int i = 0; i < kills; i++)
            {
                // With a name that outlives it, nobody waits for the session of the dead one to end.
                long startedAt = Stopwatch.GetTimestamp();
                FleetProcess victim = stage.Start($"victim {i}", "--set", "Group:InstanceId=one");
                stage.AwaitProgress(victim, 1);
                torture.Figures.Note("startToFirstWriteMs", Stopwatch.GetElapsedTime(startedAt));
                stage.KillInTransaction(victim, random);
            }

            stage.Finish();
        }
    }

    [Fact]
    public void Run_OneOfTwoKilledInATransaction_TheOtherTakesOverWithItsSession()
    {
        foreach ((Random random, int kills) in torture.Stages(roundsMax: 3))
        {
            using Stage stage = Prepare();
            FleetProcess other = stage.Start("first");
            for (int i = 0; i < kills; i++)
            {
                (FleetProcess victim, FleetProcess heir) = Pair(stage, other, $"next {i}", random);
                int[] orphans = victim.Margins;
                long[] left = stage.KillInTransaction(victim, random);
                stage.AwaitHeirs("takeoverAfterKillMs", Stopwatch.GetTimestamp(), orphans, left, heir);
                torture.Figures.Count("takeovers");
                other = heir;
            }

            stage.Finish();
        }
    }

    [Fact]
    public void Run_StoodStillBeyondItsSession_IsFencedAndNothingOfItIsSeen()
    {
        const int TransactionTimeoutMs = 7_000;
        string[] settings = ["--set", $"Transactions:TimeoutMs={TransactionTimeoutMs}", "--set", "Transactions:CommitTimeoutMs=5000"];
        foreach ((Random random, int freezes) in torture.Stages(roundsMax: 3))
        {
            using Stage stage = Prepare(settings);
            FleetProcess other = stage.Start("first");
            for (int i = 0; i < freezes; i++)
            {
                (FleetProcess zombie, FleetProcess heir) = Pair(stage, other, $"next {i}", random);
                int[] orphans = zombie.Margins;
                Assert.NotEmpty(stage.FreezeInTransaction(zombie, random));
                long[] left = stage.Changelog.Highs();
                long frozenAt = Stopwatch.GetTimestamp();
                stage.AwaitHeirs("takeoverAfterFreezeMs", frozenAt, orphans, left, heir);
                torture.Figures.Count("takeovers");
                stage.Await("time stands still", () => Stopwatch.GetElapsedTime(frozenAt) > TimeSpan.FromMilliseconds(TransactionTimeoutMs), heir);
                zombie.Thaw();
                Assert.Equal((int)Cli.ExitCode.Fenced, zombie.ExitCode(Stage.Patience));
                torture.Figures.Count("zombies");
                other = heir;
            }

            stage.Finish();
        }
    }

    [Fact]
    public void Run_ProcessesJoinAndLeave_NothingIsLostOrDoubled()
    {
        foreach ((Random random, int changes) in torture.Stages(roundsMax: 5, roundsMin: 4))
        {
            using Stage stage = Prepare();
            List<FleetProcess> fleet = [stage.Start("0")];
            stage.AwaitProgress(fleet[0], random.Next(1, 50));
            for (int i = 1; i <= changes; i++)
            {
                long startedAt = Stopwatch.GetTimestamp();
                FleetProcess joiner = stage.Start($"{i}");
                fleet.Add(joiner);
                stage.Await("the newcomer has no part", () => joiner.Margins.Length > 0, [.. fleet]);
                torture.Figures.Note("joinToOwnMs", Stopwatch.GetElapsedTime(startedAt));
                if (fleet.Count > 2 || random.Next(2) == 0)
                {
                    SendAway(stage, fleet, fleet[random.Next(fleet.Count)]);
                }

                torture.Figures.Count("changesAmidWork", stage.Committed().Count < torture.Market(Size).Reference.Count ? 1 : 0);
            }

            torture.Figures.Count("tasksMadeAnewInRebalances", fleet.Sum(process => process.Said(FleetProcess.MadeAnew)));
            stage.Finish();
        }
    }

    [Fact]
    public void Run_TwoUntilCaughtUp_ShareTheWorkAndBothEndWell()
    {
        string[] args = ["--until-caught-up", "--set", "Margin:CommitMaxRecords=20"];
        foreach (var _ in torture.Stages(roundsMax: 1, oneIn: 5))
        {
            using Stage stage = Prepare();
            FleetProcess first = stage.Start("first", args);
            stage.AwaitProgress(first, 1);
            FleetProcess second = stage.Start("second", args);
            stage.AwaitProgress(second, 1);
            Assert.Equal((int)Cli.ExitCode.Ok, first.ExitCode(Stage.Patience));
            Assert.Equal((int)Cli.ExitCode.Ok, second.ExitCode(Stage.Patience));
            stage.Finish();
        }
    }

    private Stage Prepare(params string[] settings) => new Stage(broker.Servers, torture.Market(Size), torture, settings).WithFrames();

    private void SendAway(Stage stage, List<FleetProcess> fleet, FleetProcess leaver)
    {
        fleet.Remove(leaver);
        int[] orphans = leaver.Margins;
        long toldAt = Stopwatch.GetTimestamp();
        Assert.Equal((int)Cli.ExitCode.Interrupted, leaver.Terminate());
        torture.Figures.Note("leaveMs", Stopwatch.GetElapsedTime(toldAt));
        stage.Await("nobody has its part", () => orphans.All(partition => fleet.Exists(process => process.Margins.Contains(partition))), [.. fleet]);
        torture.Figures.Note("leaveToOwnedAgainMs", Stopwatch.GetElapsedTime(toldAt));
        torture.Figures.Count("leaves");
    }

    /// <summary>A newcomer beside a process, with two partitions each; one of them is to be hurt.</summary>
    private static (FleetProcess Victim, FleetProcess Heir) Pair(Stage stage, FleetProcess other, string name, Random random)
    {
        FleetProcess newcomer = stage.Start(name);
        stage.Await("the partitions are not shared", () => newcomer.Margins.Length == 2 && other.Margins.Length == 2, newcomer, other);
        return random.Next(2) == 0 ? (newcomer, other) : (other, newcomer);
    }
}
