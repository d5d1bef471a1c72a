namespace MarginStreams.Streams.Tests;

/// <summary>Workers of a group share partitions, hand them over, take them over, and start tasks anew: nothing is lost, nothing doubled.</summary>
public sealed class WorkerTests
{
    private static readonly int SessionMs = new GroupOptions("app", "in").SessionTimeoutMs;
    private readonly FleetWorld _world = new();

    [Fact]
    public void Step_OneWorker_ServesAllPartitions()
    {
        _world.Feed(20);
        using Worker worker = _world.Join("one");
        _world.Turn(_world.IsDone, worker);
        _world.AssertSums();
        Assert.Equal([0, 1, 2, 3], worker.Partitions);
        Assert.True(worker.IsCaughtUp);
        Assert.All(worker.Status.Tasks, task => Assert.Equal((TaskState.Running, null), (task.State, task.LastFailure)));
    }

    [Fact]
    public void Step_SecondWorkerJoinsInTheMiddle_TheyShareAndNothingIsLostOrDoubled()
    {
        _world.Feed(30);
        using Worker first = _world.Join("first"), second = _world.Join("second");
        _world.Turn(() => _world.LastCut(0) is not null, first);
        _world.Feed(30);
        _world.Turn(() => _world.IsDone() && first.Partitions.Count == 2 && second.Partitions.Count == 2, first, second);
        _world.AssertSums();
        Assert.Equal([0, 1, 2, 3], first.Partitions.Concat(second.Partitions).Order());
    }

    [Fact]
    public void Dispose_WithoutGoodbye_TheOtherTakesOverWhenTheSessionIsOver()
    {
        _world.Feed(10);
        using Worker first = _world.Join("first");
        Worker second = _world.Join("second");
        _world.Turn(() => second.Partitions.Count == 2 && _world.IsDone(), first, second);
        _world.Feed(20);
        second.Step(TimeSpan.Zero);
        second.Step(TimeSpan.Zero);
        second.Dispose();
        _world.Turn(() => first.Partitions.Count == FleetWorld.PartitionCount && _world.IsDone(), first);
        _world.AssertSums();
    }

    [Fact]
    public void Stop_InMidBatch_CommitsAndLeavesSoThatAnotherGoesOnAtOnce()
    {
        _world.Topology.CommitMaxRecords = 1_000;
        _world.Feed(20);
        using Worker first = _world.Join("first");
        _world.Turn(() => first.Status.Tasks.Any(task => task.Counts.Processed > 0), first);
        first.Stop();
        Assert.All(Enumerable.Range(0, FleetWorld.PartitionCount).Where(partition => _world.LastCut(partition) is not null), partition =>
            Assert.Equal(_world.Read(new("out", partition)).Count, _world.LastCut(partition)!.Offsets.Sum(at => at.Offset)));
        using Worker second = _world.Join("second");
        second.Step(TimeSpan.Zero);
        _world.Turn(() => _world.IsDone(), second);
        _world.AssertSums();
    }

    [Fact]
    public void Step_SuspendedPastItsSession_LosesItsTasksAndChangesNothing()
    {
        _world.Topology.CommitMaxRecords = 1_000;
        _world.Feed(20);
        using Worker zombie = _world.Join("zombie"), heir = _world.Join("heir");
        _world.Turn(() => zombie.Status.Tasks.Any(task => task.Counts.Processed > 0), zombie);
        heir.Step(TimeSpan.Zero);
        _world.Clock.AdvanceMs(new GroupOptions("app", "in").MaxPollIntervalMs + 1);
        _world.Turn(() => heir.Partitions.Count == FleetWorld.PartitionCount && _world.IsDone(), heir);
        _world.Feed(5);
        _world.Turn(() => zombie.Outcome is not null || (_world.IsDone() && zombie.Partitions.Count == 2), zombie, heir);
        _world.Turn(_world.IsDone, heir);
        _world.AssertSums();
    }

    [Fact]
    public void Step_MembershipHangs_IsMadeAnewAndTheWorkGoesOn()
    {
        _world.Feed(20);
        int joined = 0;
        using Worker worker = _world.Join("one", new SteppedCluster(_world.Log, step => joined += step is { Operation: "JoinGroup", IsAfter: true } ? 1 : 0)
        {
            FirstMemberHangs = true,
        });
        _world.Turn(_world.IsDone, worker);
        _world.AssertSums();
        Assert.Equal(2, joined);
        Assert.Null(worker.Outcome);
    }

    [Fact]
    public void Step_FencedButStillTheOwner_GoesOnAfterASession()
    {
        _world.Feed(20);
        int fencings = 0;
        using Worker worker = _world.Join("one", new SteppedCluster(_world.Log, step =>
        {
            if (step is { Operation: "Begin", IsAfter: true } && fencings++ == 0)
            {
                // What a zombie does that was suspended while it started.
                _world.Log.CreateTransactionalProducer("app-sums-0").Dispose();
            }
        }));
        _world.Turn(() => worker.Status.Tasks.Any(task => task.LastFailure is not null), worker);
        long fencedAt = _world.Clock.GetTimestamp();
        StreamTaskStatus fenced = Assert.Single(worker.Status.Tasks, task => task.LastFailure is not null);
        Assert.Equal(("sums-0", TaskState.Failed), (fenced.Name, fenced.State));
        _world.Turn(() => worker.Status.Tasks.All(task => task.State != TaskState.Failed), worker);
        Assert.InRange(_world.Clock.GetElapsedTime(fencedAt).TotalMilliseconds, SessionMs - 100, SessionMs + 1_000);
        _world.Turn(_world.IsDone, worker);
        _world.AssertSums();
        Assert.Null(worker.Outcome);
    }

    [Fact]
    public void Step_FencedAndNoLongerTheOwner_LeavesThePartitionToTheOther()
    {
        _world.Feed(20);
        ITransactionalProducer? other = null;
        using Worker worker = _world.Join("one", new SteppedCluster(_world.Log, step => other ??= step.Operation == "Begin"
            ? _world.Log.CreateTransactionalProducer("app-sums-0")
            : null));
        _world.Turn(() => worker.Status.Tasks.Any(task => task.LastFailure is not null), worker);
        worker.Lost([new TopicPartition("in", 0)]);
        _world.Clock.AdvanceMs(2 * SessionMs);
        other!.Begin();
        _world.Turn(() => Enumerable.Range(1, 3).All(partition => _world.LastCut(partition) is not null), worker);
        Assert.Equal([1, 2, 3], worker.Partitions);
        Assert.Null(worker.Outcome);
        other.Abort();
    }

    [Fact]
    public void Step_TaskIsTakenOverAgainAndAgain_EndsAsFenced()
    {
        _world.Feed(20);
        using Worker worker = _world.Join("one", new SteppedCluster(_world.Log, step =>
        {
            if (step is { Operation: "Begin", IsAfter: true })
            {
                _world.Log.CreateTransactionalProducer("app-sums-0").Dispose();
            }
        }));
        _world.Turn(() => worker.Outcome is not null, worker);
        Assert.Equal((TaskEnd.Fenced, "sums-0"), (worker.Outcome!.End, worker.Outcome.Name));
        Assert.IsType<ProducerFencedException>(worker.Outcome.Error);
    }

    [Fact]
    public void Step_ProcessorBreaks_EndsAsBroken()
    {
        _world.Feed(1);
        _world.Log.Append(new LogRecord("in", 2, -1, 1, "k"u8.ToArray(), "broken"u8.ToArray(), []));
        using Worker worker = _world.Join("one");
        _world.Turn(() => worker.Outcome is not null, worker);
        Assert.Equal((TaskEnd.Broken, "sums-2"), (worker.Outcome!.End, worker.Outcome.Name));
        Assert.IsType<InvalidDataException>(worker.Outcome.Error);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 200)]
    [InlineData(5, 1_600)]
    [InlineData(8, 10_000)]
    [InlineData(1_000, 10_000)]
    public void Backoff_FailuresInARow_DoublesUpToItsLimit(int failures, int expectedMs) =>
        Assert.Equal(expectedMs, new WorkerOptions { Name = "any" }.Backoff(failures).TotalMilliseconds);
}
