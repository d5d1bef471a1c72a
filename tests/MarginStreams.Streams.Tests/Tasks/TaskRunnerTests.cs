using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Streams.Tests;

/// <summary>Tasks on threads: restarts after failures of the log, and ends that no restart can mend.</summary>
public sealed class TaskRunnerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TaskRunnerOptions Quick = new() { BackoffMsMin = 1, BackoffMsMax = 4 };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Run_SeveralTasks_DoTheirWorkUntilCancelled(int threads)
    {
        TaskWorld[] worlds = [Scenario.Whole(), Scenario.Whole(), Scenario.Short()];
        using var cancel = new CancellationTokenSource(Patience);
        TaskSlot[] slots = [.. worlds.Select((world, i) => new TaskSlot($"task-{i}", () => world.Make().Task))];
        var runner = new TaskRunner(slots, Quick with { Threads = threads }, TimeProvider.System, NullLogger.Instance);
        Task<IReadOnlyList<TaskOutcome>> running = Task.Run(() => runner.Run(cancel.Token), TestContext.Current.CancellationToken);
        Await(() => slots[0].Counts?.Processed == 14 && slots[1].Counts?.Processed == 14 && slots[2].Counts?.Processed == 7);
        cancel.Cancel();
        IReadOnlyList<TaskOutcome> outcomes = Ended(running);
        Assert.All(outcomes, outcome => Assert.Equal((TaskEnd.Cancelled, null), (outcome.End, outcome.Error)));
        Assert.Equal(["task-0", "task-1", "task-2"], outcomes.Select(outcome => outcome.Name));

        // A cancelled task commits first.
        Assert.All(worlds, world => Assert.Equal(7 - (ReferenceEquals(world, worlds[2]) ? 2 : -1), world.LastCut()!.OffsetOf(TaskWorld.A)));
    }

    [Fact]
    public void Run_LogFailsAgainAndAgain_NewTasksGoOnWhereTheLastCommitWas()
    {
        (string expected, int steps) = Scenario.Undisturbed(Scenario.Whole());
        TaskWorld world = Scenario.Whole();
        using var cancel = new CancellationTokenSource(Patience);
        int attempt = 0;
        long left = 14;
        TaskSlot slot = new("sums", () =>
        {
            int failAt = ++attempt * 7;
            Volatile.Write(ref left, 14 - (world.LastCut()?.Offsets.Sum(next => next.Offset) ?? 0));
            return world.Make(new SteppedCluster(world.Log, step =>
            {
                if (step.Number == failAt && failAt < steps)
                {
                    throw new LogUnreachableException("an outage");
                }
            })).Task;
        });
        var runner = new TaskRunner([slot], Quick, TimeProvider.System, NullLogger.Instance);
        Task<IReadOnlyList<TaskOutcome>> running = Task.Run(() => runner.Run(cancel.Token), TestContext.Current.CancellationToken);

        // The task that no outage awaits any more: an earlier one may have processed everything and still fail at its commit.
        Await(() => Volatile.Read(ref attempt) * 7 >= steps && slot.State == TaskState.Running && slot.Counts?.Processed == Volatile.Read(ref left));
        Assert.True(slot.Restarts > 5, $"{slot.Restarts} restarts");
        cancel.Cancel();
        Assert.Equal(TaskEnd.Cancelled, Assert.Single(Ended(running)).End);
        Assert.Equal(expected, Scenario.Committed(world));
        Assert.IsType<LogUnreachableException>(slot.LastFailure);
    }

    [Fact]
    public void Run_TaskIsTakenOver_EndsAsFencedAndIsNotRestarted()
    {
        TaskWorld world = Scenario.Whole();
        int made = 0;
        TaskSlot slot = new("sums", () =>
        {
            made++;
            StreamTask? heir = null;
            return world.Make(new SteppedCluster(world.Log, step => heir ??= step.Operation == "Begin" ? world.Start().Task : null)).Task;
        });
        TaskOutcome outcome = Assert.Single(new TaskRunner([slot], Quick, TimeProvider.System, NullLogger.Instance).Run(CancellationToken.None));
        Assert.Equal(TaskEnd.Fenced, outcome.End);
        Assert.IsType<ProducerFencedException>(outcome.Error);
        Assert.Equal((1, 0), (made, slot.Restarts));
    }

    [Fact]
    public void Run_CancelledWhileRestoring_Ends()
    {
        var world = new TaskWorld();
        using ITransactionalProducer foreign = TaskWorld.LeaveOpen(world, TaskWorld.Changelog);
        using var cancel = new CancellationTokenSource(Patience);
        TaskSlot slot = new("sums", () => world.Make().Task);
        var runner = new TaskRunner([slot], Quick, TimeProvider.System, NullLogger.Instance);
        Task<IReadOnlyList<TaskOutcome>> running = Task.Run(() => runner.Run(cancel.Token), TestContext.Current.CancellationToken);
        Await(() => slot.Counts is not null);
        Assert.Equal(TaskState.Starting, slot.State);
        cancel.Cancel();
        Assert.Equal((TaskEnd.Cancelled, null), (Assert.Single(Ended(running)).End, slot.LastFailure));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Run_OneTaskIsBroken_AllEndAndTheOthersCommit(int threads)
    {
        TaskWorld sound = Scenario.Whole();
        var broken = new TaskWorld();
        TaskSlot[] slots = [new("sound", () => sound.Make().Task), new("broken", () => broken.Make().Task)];
        var runner = new TaskRunner(slots, Quick with { Threads = threads }, TimeProvider.System, NullLogger.Instance);
        Task<IReadOnlyList<TaskOutcome>> running = Task.Run(() => runner.Run(CancellationToken.None), TestContext.Current.CancellationToken);
        Await(() => slots[0].Counts?.Processed == 14);
        broken.Input(TaskWorld.A, 10, "broken");
        IReadOnlyList<TaskOutcome> outcomes = Ended(running);
        Assert.Equal([TaskEnd.Cancelled, TaskEnd.Broken], outcomes.Select(outcome => outcome.End));
        Assert.IsType<InvalidDataException>(outcomes[1].Error);
        Assert.Equal(8, sound.LastCut()!.OffsetOf(TaskWorld.A));
        Assert.Null(broken.LastCut());
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 200)]
    [InlineData(5, 1_600)]
    [InlineData(8, 10_000)]
    [InlineData(1_000, 10_000)]
    public void Backoff_FailuresInARow_DoublesUpToItsLimit(int failures, int expectedMs) =>
        Assert.Equal(expectedMs, new TaskRunnerOptions().Backoff(failures).TotalMilliseconds);

    private static void Await(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience), "nothing happened in time");

    private static T Ended<T>(Task<T> running)
    {
        Assert.True(running.Wait(Patience), "the runner did not end");
        return running.Result;
    }
}
