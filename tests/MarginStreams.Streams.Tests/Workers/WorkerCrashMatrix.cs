namespace MarginStreams.Streams.Tests;

/// <summary>
/// At every single operation of a worker on the log, its memberships included, the log fails, before or after it took effect: the worker starts its tasks
/// anew, and its outputs are as if nothing had happened. And at every operation the worker dies, and another takes over.
/// </summary>
public sealed class WorkerCrashMatrix(ITestOutputHelper output)
{
    private const int RecordCount = 6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_LogFailsAtEveryOperation_TasksAreReplacedAndNothingIsLostOrDoubled(bool after)
    {
        int steps = Undisturbed();
        int replaced = 0;
        for (int failAt = 1; failAt <= steps; failAt++)
        {
            FleetWorld world = Fed();
            int at = failAt;
            using Worker worker = world.Join("one", new SteppedCluster(world.Log, step =>
            {
                if (step.Number == at && step.IsAfter == after)
                {
                    throw new LogUnreachableException($"at operation {step.Number}, {step.Operation}");
                }
            }));
            world.Turn(world.IsDone, worker);
            world.AssertSums();
            world.Turn(() => worker.IsCaughtUp, worker);
            replaced += worker.Status.ProducersReplaced > 0 ? 1 : 0;
        }

        output.WriteLine($"failures {(after ? "after" : "before")} an operation: {steps} of {steps}, tasks replaced in {replaced}");
        Assert.InRange(replaced, steps / 3, steps);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_ProcessDiesAtEveryOperation_AnotherGoesOnAndNothingIsLostOrDoubled(bool after)
    {
        int steps = Undisturbed();
        for (int dieAt = 1; dieAt <= steps; dieAt++)
        {
            FleetWorld world = Fed();
            int at = dieAt;
            bool isDead = false;
            Worker victim = world.Join("victim", new SteppedCluster(world.Log, step =>
            {
                // The dead do nothing any more.
                isDead |= step.Number == at && step.IsAfter == after;
                if (isDead)
                {
                    throw new DiedException($"at operation {step.Number}, {step.Operation}");
                }
            }));
            Die(world, victim);
            using Worker heir = world.Join("heir");
            world.Turn(world.IsDone, heir);
            world.AssertSums();
        }

        output.WriteLine($"deaths {(after ? "after" : "before")} an operation: {steps} of {steps}");
    }

    private static FleetWorld Fed()
    {
        var world = new FleetWorld();
        world.Feed(RecordCount);
        return world;
    }

    private static int Undisturbed()
    {
        FleetWorld world = Fed();
        var log = new SteppedCluster(world.Log, _ => { });
        using Worker worker = world.Join("one", log);
        world.Turn(world.IsDone, worker);
        Assert.True(log.Count > 200, $"{log.Count} operations are too few to be worth a crash");
        return log.Count;
    }

    /// <summary>A slot takes an unknown exception for a broken invariant, and goes on without its task: the process must end there and then.</summary>
    private static void Die(FleetWorld world, Worker victim)
    {
        try
        {
            world.Turn(() => victim.Outcome is not null || world.IsDone(), victim);
            Assert.True(victim.Outcome is null or { Error: DiedException }, $"{victim.Outcome?.Error}");
        }
        catch (DiedException)
        {
            // Outside any task.
        }
    }

    private sealed class DiedException(string message) : Exception(message);
}
