namespace MarginStreams.Streams.Tests;

/// <summary>Where commits fall, and what becomes of a task whose commit has an unknown outcome.</summary>
public sealed class CommitTests
{
    [Theory]
    [InlineData(3, "1 2 3 4 5 6 7", "3 6 7")]
    [InlineData(100, "1 2 3", "3")]
    [InlineData(100, "1 commit 2 commit commit 3", "2 4 5 6")]
    [InlineData(2, "1 2 commit 3 4", "2 3 5")]
    [InlineData(1, "1 2", "1 2")]
    public void RunToEnd_StandingClock_CommitsByRequestAndByCount(int commitMaxRecords, string records, string expected)
    {
        TaskWorld world = With(new TaskWorld().Options with { CommitMaxRecords = commitMaxRecords });
        foreach (string record in records.Split(' '))
        {
            world.Input(TaskWorld.A, 10, record);
        }

        (_, SoloTask task) = world.Start();
        TaskWorld.RunToEnd(task);
        Assert.Equal(expected, Cuts(world));
    }

    [Fact]
    public void RunToEnd_Twice_LeavesTheSameOffsets()
    {
        string[] offsets = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            TaskWorld world = Scenario.Whole();
            Scenario.RunToEnd(world, world.Log);
            return string.Join(' ', world.Read(TaskWorld.Output).Concat(world.Read(TaskWorld.Changelog)).Select(record => record.Offset));
        })];
        Assert.Equal(offsets[0], offsets[1]);
    }

    [Fact]
    public void RunOnce_IntervalSinceTheFirstRecord_Commits()
    {
        TaskWorld world = With(new TaskWorld().Options with { CommitIntervalMs = 100 });
        (_, SoloTask task) = world.Start();
        world.Clock.AdvanceMs(1_000);
        world.Input(TaskWorld.A, 10, "1");
        task.RunOnce(TimeSpan.Zero);
        world.Clock.AdvanceMs(60);
        world.Input(TaskWorld.A, 10, "2");
        task.RunOnce(TimeSpan.Zero);
        world.Clock.AdvanceMs(39);
        task.RunOnce(TimeSpan.Zero);
        Assert.Equal("", Cuts(world));
        Assert.False(task.IsCaughtUp);
        world.Clock.AdvanceMs(1);
        Assert.True(task.RunOnce(TimeSpan.Zero));
        Assert.Equal("2", Cuts(world));
        Assert.True(task.IsCaughtUp);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commit_OutcomeUnknown_ProducerIsNeverUsedAgainAndTheHeirKnows(bool tookEffect)
    {
        (string expected, _) = Scenario.Undisturbed(Scenario.Whole());
        TaskWorld world = Scenario.Whole();
        int operationsAfter = 0;
        bool isUnknown = false;
        var log = new SteppedCluster(world.Log, step =>
        {
            operationsAfter += isUnknown ? 1 : 0;
            if (step.Operation == "Commit" && step.IsAfter == tookEffect)
            {
                isUnknown = true;
                throw new CommitOutcomeUnknownException("no answer to the commit");
            }
        });
        (_, SoloTask task) = world.Make(log);
        task.Start();
        Assert.Throws<CommitOutcomeUnknownException>(() => TaskWorld.RunToEnd(task));
        Assert.Throws<InvalidOperationException>(() => task.RunOnce(TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(task.Commit);
        task.Dispose();
        Assert.Equal(0, operationsAfter);
        Assert.Equal(tookEffect ? 1 : 0, world.Read(TaskWorld.Changelog).Count(record => Cut.IsKey(record.Key)));
        Scenario.RunToEnd(world, world.Log);
        Assert.Equal(expected, Scenario.Committed(world));
    }

    [Fact]
    public void Start_GroupCommittedSomethingElse_TheCutCounts()
    {
        var world = new TaskWorld();
        world.Input(TaskWorld.A, 10, "1");
        world.Input(TaskWorld.A, 20, "2");
        (_, SoloTask first) = world.Start();
        TaskWorld.RunToEnd(first);
        using (ITransactionalProducer tool = world.Log.CreateTransactionalProducer("tool"))
        {
            using ILogConsumer member = world.Log.CreateConsumer(world.Options.ApplicationId);
            tool.Begin();
            tool.SendOffsets([new(TaskWorld.A, 0)], member.GroupMetadata());
            tool.Commit();
        }

        (SumProcessor processor, SoloTask second) = world.Start();
        TaskWorld.RunToEnd(second);
        Assert.Empty(processor.Seen);
        Assert.Equal("1 3", world.Texts(TaskWorld.Output));
    }

    private static TaskWorld With(TaskOptions options) => new() { Options = options };

    private static string Cuts(TaskWorld world) => string.Join(
        ' ', world.Read(TaskWorld.Changelog).Where(record => Cut.IsKey(record.Key)).Select(record => Cut.Decode(record.Value!).OffsetOf(TaskWorld.A)));
}
