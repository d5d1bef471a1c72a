namespace MarginStreams.Streams.Tests;

/// <summary>One task in undisturbed operation: processing, commits, restore, idle moments.</summary>
public sealed class StreamTaskTests
{
    [Fact]
    public void RunToEnd_TwoInputs_OutputsStateAndCutAreCommitted()
    {
        var world = new TaskWorld();
        world.Input(TaskWorld.A, 10, "1");
        world.Input(TaskWorld.B, 5, "2");
        world.Input(TaskWorld.A, 20, "3");
        (SumProcessor processor, SoloTask task) = world.Start();
        TaskWorld.RunToEnd(task);
        Assert.Equal(["b:2", "a:1", "a:3"], processor.Seen);
        Assert.Equal("2 3 6", world.Texts(TaskWorld.Output));
        Cut cut = world.LastCut()!;
        Assert.Equal(20, cut.StreamTimeMs);
        Assert.Equal([new(TaskWorld.A, 2), new(TaskWorld.B, 1)], cut.Offsets);
        Assert.Equal(2, world.Log.Admin.CommittedOffset("app", TaskWorld.A));
        Assert.Equal((3, 1, 0), (task.Counts.Processed, task.Counts.Commits, task.Counts.Aborts));
    }

    [Fact]
    public void Start_AfterCommits_RestoresStateAndGoesOnAtTheCut()
    {
        var world = new TaskWorld();
        world.Input(TaskWorld.A, 10, "1", "x");
        world.Input(TaskWorld.A, 20, "2", "y");
        world.Input(TaskWorld.A, 30, "0", "x");
        (_, SoloTask first) = world.Start();
        TaskWorld.RunToEnd(first);
        first.Dispose();
        world.Input(TaskWorld.A, 40, "5", "y");
        (SumProcessor processor, SoloTask second) = world.Start();
        Assert.Equal("y=2", processor.Sums);
        Assert.Equal(1, processor.RestoredCount);
        Assert.Equal(2, second.Counts.Restored);
        TaskWorld.RunToEnd(second);
        Assert.Equal(["a:5"], processor.Seen);
        Assert.Equal("1 2 7", world.Texts(TaskWorld.Output));
    }

    [Fact]
    public void Start_LogHesitates_RestoresEverything()
    {
        TaskWorld world = Scenario.Whole();
        Scenario.RunToEnd(world, world.Log);
        (SumProcessor expected, _) = world.Start();
        (SumProcessor processor, SoloTask task) = world.Make(new SteppedCluster(world.Log, _ => { }) { Hesitates = true });
        task.Start();
        Assert.Equal("y=40 z=39", expected.Sums);
        Assert.Equal(expected.Sums, processor.Sums);
    }

    [Fact]
    public void Start_RecordsAreLate_StreamTimeDoesNotGoBack()
    {
        var world = new TaskWorld();
        world.Input(TaskWorld.A, 50, "1");
        (_, SoloTask first) = world.Start();
        TaskWorld.RunToEnd(first);
        world.Input(TaskWorld.A, 20, "1");
        (_, SoloTask second) = world.Start();
        TaskWorld.RunToEnd(second);
        Assert.Equal(50, world.LastCut()!.StreamTimeMs);
        Assert.All(world.Read(TaskWorld.Changelog), record => Assert.Equal(50, record.TimestampMs));
        Assert.Equal([50L, 20L], world.Read(TaskWorld.Output).Select(record => record.TimestampMs));
    }

    [Fact]
    public void Start_ForeignTransactionHoldsTheChangelog_GivesUpInsteadOfGoingOnWithoutIt()
    {
        var world = new TaskWorld();
        using ITransactionalProducer foreign = TaskWorld.LeaveOpen(world, TaskWorld.Changelog);
        (_, SoloTask task) = world.Make();
        Assert.Equal(new(TaskWorld.Changelog, 0), Assert.Throws<TransactionHangingException>(task.Start).Place);
    }

    [Fact]
    public void Start_ChangelogDoesNotAnswer_GivesUpInsteadOfGoingOnWithoutIt()
    {
        TaskWorld world = Scenario.Whole();
        Scenario.RunToEnd(world, world.Log);
        var log = new SteppedCluster(world.Log, step => world.Clock.AdvanceMs(step.Operation == "Poll" ? 30_000 : 0)) { IsSilent = true };
        (_, SoloTask task) = world.Make(log);
        var unreachable = Assert.Throws<LogUnreachableException>(task.Start);
        Assert.Contains("nothing more arrived before offset", unreachable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_NothingEverCommitted_BeginsAtTheFirstRecord()
    {
        var world = new TaskWorld();
        world.Log.Append(new LogRecord("a", 0, 1_000, 10, "k"u8.ToArray(), "4"u8.ToArray(), []));
        (_, SoloTask task) = world.Start();
        TaskWorld.RunToEnd(task);
        Assert.Equal("4", world.Texts(TaskWorld.Output));
        Assert.Equal(1_001, world.LastCut()!.OffsetOf(TaskWorld.A));
    }

    [Fact]
    public void Start_CutBeyondTheInput_Throws()
    {
        var world = new TaskWorld();
        byte[] cut = new Cut(0, [new(TaskWorld.A, 7)]).Encode();
        world.Log.Append(new LogRecord(TaskWorld.Changelog.Topic, 0, -1, 0, Cut.Key, cut, []));
        (_, SoloTask task) = world.Make();
        var missing = Assert.Throws<InvalidDataException>(() => task.Start());
        Assert.Contains("offset 7 of a-0", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunOnce_NothingToDo_OpensNoTransaction()
    {
        var world = new TaskWorld();
        (SumProcessor processor, SoloTask task) = world.Start();
        Assert.False(task.RunOnce(TimeSpan.Zero));
        task.Commit();
        Assert.True(task.IsCaughtUp);
        Assert.Equal(1, processor.IdleCount);
        Assert.Equal(0, task.Counts.Commits);
        Assert.Equal(0, world.Log.Admin.QueryWatermarks(TaskWorld.Changelog).High);
    }

    [Fact]
    public void RunOnce_RecordsWithoutOutput_StillCommitTheCut()
    {
        var world = new TaskWorld();
        world.Input(TaskWorld.A, 10, "commit");
        (_, SoloTask task) = world.Start();
        task.RunOnce(TimeSpan.Zero);
        Assert.Equal(1, world.LastCut()!.OffsetOf(TaskWorld.A));
        Assert.True(task.IsCaughtUp);
    }

    [Fact]
    public void Idle_WritesAndAsksForACommit_IsCommittedAtOnce()
    {
        var world = new TaskWorld();
        (SumProcessor processor, SoloTask task) = world.Start();
        processor.IdleOutputs = 1;
        Assert.True(task.RunOnce(TimeSpan.Zero));
        Assert.Equal("idle", world.Texts(TaskWorld.Output));
        Assert.True(task.IsCaughtUp);
    }

    [Fact]
    public void IsCaughtUp_NothingWasIdleYet_IsFalse()
    {
        (_, SoloTask task) = new TaskWorld().Start();
        Assert.False(task.IsCaughtUp);
    }

    [Fact]
    public void Store_KeyOfTheCut_IsRefused()
    {
        var world = new TaskWorld();
        world.Input(TaskWorld.A, 10, "1", key: "!cut");
        (_, SoloTask task) = world.Start();
        Assert.Throws<ArgumentException>(() => TaskWorld.RunToEnd(task));
    }

    [Fact]
    public void RunOnce_ProcessorBreaks_FailsForGoodAndHoldsNoReaderUp()
    {
        var world = new TaskWorld();
        world.Input(TaskWorld.A, 10, "1");
        world.Input(TaskWorld.A, 20, "broken");
        (_, SoloTask task) = world.Start();
        Assert.Throws<InvalidDataException>(() => task.RunOnce(TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(() => task.RunOnce(TimeSpan.Zero));
        Assert.Equal(1, task.Counts.Aborts);
        world.Log.Append(new LogRecord("out", 0, -1, 30, null, "after"u8.ToArray(), []));
        Assert.Equal("after", world.Texts(TaskWorld.Output));
    }
}
