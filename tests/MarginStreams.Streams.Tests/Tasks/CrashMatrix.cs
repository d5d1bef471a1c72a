namespace MarginStreams.Streams.Tests;

/// <summary>
/// A task dies at every single operation on the log, before or after it took effect, and the log may forget to end what it had open; a new one takes over.
/// Everything committed then equals what a run without a crash commits, byte for byte.
/// </summary>
public sealed class CrashMatrix(ITestOutputHelper output)
{
    /// <summary>Forgotten transactions without which a matrix says nothing of them.</summary>
    private const int ForgottenMin = 20;

    [Fact]
    public void Undisturbed_Scenario_DoesEverythingATaskCanDo()
    {
        TaskWorld world = Scenario.Whole();
        var operations = new HashSet<string>(StringComparer.Ordinal);
        Scenario.RunToEnd(world, new SteppedCluster(world.Log, step => operations.Add(step.Operation)));
        string[] expected =
        [
            "Add", "Assign", "Begin", "Commit", "CommittedOffset", "CreateConsumer", "CreateTransactionalProducer", "GroupMetadata", "IsAtEnd",
            "OpenTransactions", "Pause", "Poll", "Position", "Produce", "QueryWatermarks", "Resume", "SendOffsets",
        ];
        Assert.Equal(expected, operations.Order(StringComparer.Ordinal));
        Assert.Equal(2, world.Read(TaskWorld.DeadLetters).Count);
        Assert.True(world.Read(TaskWorld.Changelog).Count(record => Cut.IsKey(record.Key)) >= 5, "too few transactions to be worth a crash");
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Crash_AtEveryOperation_NothingIsLostOrDoubled(bool after, bool forgets)
    {
        (string expected, int steps) = Scenario.Undisturbed(Scenario.Whole());
        int forgotten = 0;
        for (int crash = 1; crash <= steps; crash++)
        {
            TaskWorld world = Scenario.Whole();
            string operation = Crash(world, crash, after);
            forgotten += forgets && world.ForgetTransactions() ? 1 : 0;
            Scenario.RunToEnd(world, world.Log);
            Assert.True(expected == Scenario.Committed(world), $"crash {(after ? "after" : "before")} operation {crash} of {steps}, {operation}");
        }

        output.WriteLine($"crash points {(after ? "after" : "before")} an operation: {steps} of {steps}; transactions forgotten: {forgotten}");
        Assert.True(!forgets || forgotten > ForgottenMin, $"only {forgotten} transactions were forgotten");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Crash_AtEveryOperationAndAgainDuringTheRecovery_NothingIsLostOrDoubled(bool forgets)
    {
        (string expected, int steps) = Scenario.Undisturbed(Scenario.Short());
        int recoveries = 0;
        int forgotten = 0;
        for (int crash = 1; crash <= steps; crash++)
        {
            bool isOver = false;
            for (int second = 1; !isOver; second++)
            {
                TaskWorld world = Scenario.Short();
                Crash(world, crash, after: second % 2 == 0);
                forgotten += forgets && world.ForgetTransactions() ? 1 : 0;
                isOver = Scenario.Crash(world, second, after: crash % 2 == 0) is null;
                Scenario.RunToEnd(world, world.Log);
                Assert.True(expected == Scenario.Committed(world), $"crash at operation {crash}, and at {second} of the recovery");
                recoveries++;
            }
        }

        output.WriteLine($"crashes with a second one during the recovery: {recoveries}; transactions forgotten: {forgotten}");
        Assert.True(recoveries > 10 * steps, "the recoveries are too short to be worth a crash");
        Assert.True(!forgets || forgotten > ForgottenMin, $"only {forgotten} transactions were forgotten");
    }

    private static string Crash(TaskWorld world, int number, bool after)
    {
        string? operation = Scenario.Crash(world, number, after);
        Assert.True(operation is not null, $"there is no operation {number}: the run does not repeat itself");
        return operation;
    }
}
