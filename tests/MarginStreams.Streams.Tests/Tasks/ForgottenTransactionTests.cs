namespace MarginStreams.Streams.Tests;

/// <summary>
/// A task dies at every single operation, and the log forgets to end its transaction: it is neither committed nor aborted, and would become visible with the
/// next commit. The heir ends it first, and what is committed in the end equals what a run without a crash commits.
/// </summary>
public sealed class ForgottenTransactionTests(ITestOutputHelper output)
{
    [Fact]
    public void Crash_AtEveryOperationAndForgotten_NothingIsLostOrDoubled()
    {
        (string expected, int steps) = Scenario.Undisturbed(Scenario.Whole());
        int forgotten = 0;
        for (int crash = 1; crash <= steps; crash++)
        {
            TaskWorld world = Scenario.Whole();
            forgotten += CrashAndForget(world, crash) ? 1 : 0;
            Scenario.RunToEnd(world, world.Log);
            Assert.True(expected == Scenario.Committed(world), $"crash after operation {crash} of {steps}");
        }

        output.WriteLine($"crashes: {steps}, transactions forgotten: {forgotten}");
        Assert.True(forgotten > 20, $"only {forgotten} transactions were forgotten");
    }

    [Fact]
    public void Crash_AgainWhileItIsEnded_NothingIsLostOrDoubled()
    {
        (string expected, int steps) = Scenario.Undisturbed(Scenario.Short());
        int recoveries = 0;
        for (int crash = 1; crash <= steps; crash++)
        {
            bool isOver = false;
            for (int second = 1; !isOver; second++)
            {
                TaskWorld world = Scenario.Short();
                bool forgets = CrashAndForget(world, crash);
                isOver = Scenario.Crash(world, second, after: second % 2 == 0) is null || !forgets;
                Scenario.RunToEnd(world, world.Log);
                Assert.True(expected == Scenario.Committed(world), $"crash after operation {crash}, and at {second} of the recovery");
                recoveries++;
            }
        }

        Assert.True(recoveries > 5 * steps, "the recoveries are too short to be worth a crash");
    }

    [Fact]
    public void Start_OutputIsUndecidedAndTheChangelogIsNot_DoesNothing()
    {
        TaskWorld world = Scenario.Whole();
        Assert.True(CrashAndForget(world, FirstProduced()));
        using ITransactionalProducer operatorsHand = world.Log.CreateTransactionalProducer("app-sums");
        operatorsHand.Begin();
        operatorsHand.Produce(new OutgoingRecord(TaskWorld.Changelog.Topic, 0, 0, "k"u8.ToArray(), null));
        operatorsHand.Abort();
        (_, SoloTask task) = world.Make();
        TransactionHangingException hanging = Assert.Throws<TransactionHangingException>(task.Start);
        Assert.Equal(TaskWorld.Output, hanging.Place.TopicPartition);
        Assert.Equal("", world.Texts(TaskWorld.Output));
    }

    /// <summary>The last operation before the first commit.</summary>
    private static int FirstProduced()
    {
        int found = 0;
        TaskWorld world = Scenario.Whole();
        Scenario.RunToEnd(world, new SteppedCluster(world.Log, step => found = found == 0 && step.Operation == "SendOffsets" ? step.Number : found));
        return found;
    }

    /// <summary>Whether anything was forgotten.</summary>
    private static bool CrashAndForget(TaskWorld world, int crash)
    {
        Scenario.Crash(world, crash, after: true);
        TopicPartition[] places = [TaskWorld.Output, TaskWorld.Changelog, TaskWorld.DeadLetters];
        bool isOpen = world.Log.Admin.OpenTransactions(places).Count > 0;
        world.Log.ForgetTransactions();
        return isOpen && world.Log.Admin.OpenTransactions(places).Count > 0;
    }
}
