using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Streams.Tests;

/// <summary>Workers on threads of their own: they end together, and commit what they have.</summary>
public sealed class WorkerThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Run_Cancelled_CommitsEverythingAndEndsWell()
    {
        TaskWorld[] worlds = [Scenario.Whole(), Scenario.Short()];
        Worker[] workers = [.. worlds.Select(Alone)];
        using var cancel = new CancellationTokenSource(Patience);
        Task<IReadOnlyList<TaskOutcome>> running = Running(workers, cancel.Token);
        Await(() => Processed(workers[0]) == 14 && Processed(workers[1]) == 7);
        cancel.Cancel();
        Assert.Empty(Ended(running));
        Assert.Equal(8, worlds[0].LastCut()!.OffsetOf(TaskWorld.A));
        Assert.Equal(5, worlds[1].LastCut()!.OffsetOf(TaskWorld.A));
    }

    [Fact]
    public void Run_OneWorkerBreaks_AllEndAndTheOthersCommit()
    {
        TaskWorld sound = Scenario.Whole();
        var broken = new TaskWorld();
        Worker[] workers = [Alone(sound), Alone(broken)];
        Task<IReadOnlyList<TaskOutcome>> running = Running(workers, CancellationToken.None);
        Await(() => Processed(workers[0]) == 14);
        broken.Input(TaskWorld.A, 10, "broken");
        TaskOutcome outcome = Assert.Single(Ended(running));
        Assert.Equal(TaskEnd.Broken, outcome.End);
        Assert.IsType<InvalidDataException>(outcome.Error);
        Assert.Equal(8, sound.LastCut()!.OffsetOf(TaskWorld.A));
        Assert.Null(broken.LastCut());
    }

    [Fact]
    public void Run_ProcessStoodStill_EndsAsFenced()
    {
        var clock = new StandingClock();
        var watch = new StandstillWatch(TimeSpan.FromMilliseconds(80), clock);
        Task<IReadOnlyList<TaskOutcome>> running =
            Task.Run(() => new WorkerThreads([Alone(Scenario.Whole())], watch).Run(CancellationToken.None), TestContext.Current.CancellationToken);
        Await(() =>
        {
            clock.AdvanceMs(1_000);
            return running.IsCompleted;
        });
        TaskOutcome outcome = Assert.Single(Ended(running));
        Assert.Equal(("process", TaskEnd.Fenced), (outcome.Name, outcome.End));
    }

    [Fact]
    public void Run_OneTaskHangsInItsRestore_TheOtherGoesOnAndTheEndDoesNotWait()
    {
        TaskWorld world = Scenario.Whole();
        using var held = new ManualResetEventSlim();
        using Worker worker = Serve(world, new TwoTasks(world, held), [0, 1]);
        using var cancel = new CancellationTokenSource(Patience);
        Task<IReadOnlyList<TaskOutcome>> running = Running([worker], cancel.Token);
        Await(() => Processed(worker) == 14);
        Assert.Equal(TaskState.Restoring, Assert.Single(worker.Status.Tasks, task => task.Partition == 1).State);
        cancel.Cancel();
        Assert.Empty(Ended(running));
        Assert.Equal(8, world.LastCut()!.OffsetOf(TaskWorld.A));
        held.Set();
    }

    private static Task<IReadOnlyList<TaskOutcome>> Running(Worker[] workers, CancellationToken cancel) =>
        Task.Run(() => new WorkerThreads(workers).Run(cancel), TestContext.Current.CancellationToken);

    private static Worker Alone(TaskWorld world) => Serve(world, new OneTask(world), [0]);

    private static Worker Serve(TaskWorld world, ITopology topology, int[] partitions) => new(
        world.Log,
        topology,
        new WorkerOptions { Name = "alone", FixedPartitions = partitions, OwnThreads = true },
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private static long Processed(Worker worker) => worker.Status.Tasks.Sum(task => task.Counts.Processed);

    private static void Await(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience), "nothing happened in time");

    private static T Ended<T>(Task<T> running)
    {
        Assert.True(running.Wait(Patience), "the workers did not end");
        return running.Result;
    }

    private sealed class OneTask(TaskWorld world) : ITopology
    {
        public string Name => "sums";

        public string OwnedTopic => TaskWorld.A.Topic;

        public string GroupId => world.Options.GroupId;

        public (TaskOptions Options, IProcessor Processor) CreateTask(int partition) => (world.Options, new SumProcessor(TaskWorld.Output));
    }

    /// <summary>Of two tasks the second has its state back only when it is let go.</summary>
    private sealed class TwoTasks : ITopology
    {
        private static readonly TopicPartition Other = new("changelog-1", 0);
        private readonly TaskWorld _world;
        private readonly ManualResetEventSlim _held;

        public TwoTasks(TaskWorld world, ManualResetEventSlim held)
        {
            (_world, _held) = (world, held);
            world.Log.Admin.EnsureTopics([new TopicSpec(Other.Topic, 1, Compacted: false)]);
        }

        public string Name => "sums";

        public string OwnedTopic => TaskWorld.A.Topic;

        public string GroupId => _world.Options.GroupId;

        public (TaskOptions Options, IProcessor Processor) CreateTask(int partition) => partition == 0
            ? (_world.Options, new SumProcessor(TaskWorld.Output))
            : (_world.Options with { TaskId = "sums-1", Changelog = Other }, new HeldProcessor(_held));
    }

    private sealed class HeldProcessor(ManualResetEventSlim held) : IProcessor
    {
        public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone)
        {
        }

        public void Restored() => held.Wait(Patience);

        public void Process(LogRecord record, IProcessorContext context)
        {
        }

        public void Idle(IProcessorContext context)
        {
        }

        public void BeforeCommit(IProcessorContext context)
        {
        }
    }
}
