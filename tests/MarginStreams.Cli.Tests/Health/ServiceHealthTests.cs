using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Health;
using Microsoft.Extensions.Time.Testing;

namespace MarginStreams.Cli.Tests.Health;

/// <summary>One thing goes wrong at a time, and the report names it and no other.</summary>
public sealed class ServiceHealthTests
{
    private static readonly HealthSettings Limits = new() { TurnMaxMs = 1_000, PriceAgeMaxMs = 2_000, CommitWaitMaxMs = 3_000, GroupUnstableMaxMs = 4_000 };
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeMilliseconds(1_000_000));
    private WorkerView _worker;
    private TaskView _task;
    private MarketSnapshot _market;
    private bool _isSpare;

    public ServiceHealthTests()
    {
        _task = new("margin-0", "Running", 0, 10, 5, 1, 999_000, null);
        _worker = new("margin", "margin", [], _clock.GetTimestamp(), null);
        _market = new(7, 999_000, 8, 1, new Dictionary<string, long>());
        Health = new ServiceHealth(Limits, () => new([_worker with { Tasks = _isSpare ? [] : [_task] }], _market), _clock);
    }

    private ServiceHealth Health { get; }

    [Fact]
    public void Ready_NothingWrong_NamesNothing() => Assert.Equal("", Sick(Health.Ready()));

    [Fact]
    public void Live_WorkerThatTurns_IsOk() => Assert.Equal("", Sick(Health.Live()));

    [Fact]
    public void Live_WorkerThatStands_IsNamed()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(1_001));
        Assert.Equal("worker margin: turned 1001 ms ago, at most 1000 ms", Sick(Health.Live()));
    }

    [Theory]
    [InlineData("Created")]
    [InlineData("Restoring")]
    public void Ready_TaskThatRestores_IsNamedWithWhatIsLeft(string state)
    {
        _task = _task with { State = state, RestoreRemaining = 4 };
        Assert.Equal("restored: margin-0: 4 of 10 records left", Sick(Health.Ready()));
    }

    [Theory]
    [InlineData("BackingOff")]
    [InlineData("Closed")]
    public void Ready_TaskThatFailed_IsNamedWithItsReason(string state)
    {
        _task = _task with { State = state, LastFailure = "no answer" };
        Assert.Equal($"tasks: margin-0 {state}: no answer", Sick(Health.Ready()));
    }

    [Fact]
    public void Ready_FrameThatIsOld_IsNamed()
    {
        _market = _market with { LastFrameMs = 997_999 };
        Assert.Equal("price: the newest frame is 2001 ms old, at most 2000 ms", Sick(Health.Ready()));
    }

    [Fact]
    public void Ready_NoFrame_IsNamed()
    {
        _market = _market with { LastFrame = -1 };
        Assert.Equal("price: no frame yet", Sick(Health.Ready()));
    }

    [Fact]
    public void Ready_RecordsThatWaitForTheirCommit_AreNamedOnceTheLimitIsPassed()
    {
        Health.Ready();
        _task = _task with { Processed = 6 };
        Assert.Equal("", Sick(Health.Ready()));
        Later(3_001);
        Assert.Equal("commit: margin-0: records have waited for 3001 ms, at most 3000 ms", Sick(Health.Ready()));
        _task = _task with { Commits = 2 };
        Assert.Equal("", Sick(Health.Ready()));
    }

    [Fact]
    public void Ready_QuietTask_IsOkHoweverOldItsCommit()
    {
        Health.Ready();
        Later(60_000);
        Assert.Equal("", Sick(Health.Ready()));
    }

    [Fact]
    public void Ready_GroupWithoutAssignment_IsNamedTwice()
    {
        _isSpare = true;
        _worker = _worker with { GroupUnstableFor = TimeSpan.FromMilliseconds(4_001) };
        Assert.Equal("assigned: no assignment yet: margin|group: without a stable assignment for 4001 ms, at most 4000 ms", Sick(Health.Ready()));
    }

    [Fact]
    public void Ready_SpareOfAStableGroup_IsOk()
    {
        _isSpare = true;
        HealthReport report = Health.Ready();
        Assert.True(report.IsOk);
        Assert.Equal("a spare: others have all partitions", report.Parts.Single(part => part.Name == "assigned").Why);
    }

    [Fact]
    public void Ready_RebalanceThatIsShort_IsOk()
    {
        _worker = _worker with { GroupUnstableFor = TimeSpan.FromMilliseconds(4_000) };
        Assert.Equal("", Sick(Health.Ready()));
    }

    private void Later(int ms)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(ms));
        _market = _market with { LastFrameMs = _clock.GetUtcNow().ToUnixTimeMilliseconds() };
    }

    private static string Sick(HealthReport report) =>
        string.Join('|', report.Parts.Where(part => !part.IsOk).Select(part => $"{part.Name}: {part.Why}"));
}
