using System.Diagnostics;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>
/// Processes that are killed, held still and sent away in the middle of their work, on a broker that stays: the triggers are those of the reference, every one
/// of them, ids included.
/// </summary>
public sealed class ProcessTortureTests(BrokerFixture broker, TortureFixture torture)
{
    private static readonly MarketSize Size = new(Accounts: 1_500, Minutes: 240, StepMs: 2_500, Partitions: 4);

    private static readonly string[] Slow = ["--set", "Margin:CommitMaxRecords=5"];

    [Fact]
    public void Run_KilledInTransactions_IsGoneOnWithByTheNextProcess()
    {
        const int Kills = 3;
        foreach (Random random in torture.Choices())
        {
            using Stage stage = Prepare();
            for (int i = 0; i < Kills; i++)
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
        foreach (Random random in torture.Choices())
        {
            using Stage stage = Prepare();
            (FleetProcess first, FleetProcess second) = StartTwo(stage);
            int[] orphans = first.Margins;
            long[] left = stage.KillInTransaction(first, random);
            stage.AwaitHeirs("takeoverAfterKillMs", Stopwatch.GetTimestamp(), orphans, left, second);
            torture.Figures.Count("takeovers");
            stage.Finish();
        }
    }

    [Fact]
    public void Run_StoodStillBeyondItsSession_IsFencedAndNothingOfItIsSeen()
    {
        const int TransactionTimeoutMs = 7_000;
        foreach (Random random in torture.Choices())
        {
            using Stage stage = Prepare("--set", $"Transactions:TimeoutMs={TransactionTimeoutMs}", "--set", "Transactions:CommitTimeoutMs=5000");
            (FleetProcess zombie, FleetProcess heir) = StartTwo(stage);
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
            stage.Finish();
        }
    }

    [Fact]
    public void Run_ProcessesJoinAndLeave_NothingIsLostOrDoubled()
    {
        const int Changes = 4;
        foreach (Random random in torture.Choices())
        {
            using Stage stage = Prepare();
            List<FleetProcess> fleet = [stage.Start("0", Slow)];
            stage.AwaitProgress(fleet[0], random.Next(1, 50));
            for (int i = 1; i <= Changes; i++)
            {
                long startedAt = Stopwatch.GetTimestamp();
                FleetProcess joiner = stage.Start($"{i}", Slow);
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
        foreach (Random _ in torture.Choices())
        {
            using Stage stage = Prepare();
            FleetProcess first = stage.Start("first", "--until-caught-up");
            stage.AwaitProgress(first, 1);
            FleetProcess second = stage.Start("second", "--until-caught-up");
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

    /// <summary>Two processes that have two partitions each.</summary>
    private static (FleetProcess First, FleetProcess Second) StartTwo(Stage stage)
    {
        FleetProcess first = stage.Start("first");
        FleetProcess second = stage.Start("second");
        stage.Await("the partitions are not shared", () => first.Margins.Length == 2 && second.Margins.Length == 2, first, second);
        return (first, second);
    }
}
