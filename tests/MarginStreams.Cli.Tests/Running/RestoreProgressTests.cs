using MarginStreams.Cli.Health;
using MarginStreams.Cli.Running;
using Microsoft.Extensions.Time.Testing;

namespace MarginStreams.Cli.Tests.Running;

/// <summary>What a terminal shows while tasks take their state back.</summary>
public sealed class RestoreProgressTests
{
    private readonly FakeTimeProvider _clock = new();
    private TaskView[] _tasks = [];

    [Fact]
    public void Text_NoTaskRestores_IsEmpty()
    {
        RestoreProgress progress = new(() => _tasks, _clock);
        Assert.Equal("", progress.Text());
        _tasks = [Task("Running", 100, 0)];
        Assert.Equal("", progress.Text());
    }

    [Fact]
    public void Text_TasksRestore_TellsPartRateAndTimeLeft()
    {
        RestoreProgress progress = new(() => _tasks, _clock);
        _tasks = [Task("Restoring", 0, 0)];
        Assert.Equal("restoring 1 task [....................] 0% of 0 records, 0/s", progress.Text());
        _clock.Advance(TimeSpan.FromSeconds(2));
        _tasks = [Task("Restoring", 9_000, 7_000), Task("Restoring", 1_000, 999)];
        Assert.Equal("restoring 2 tasks [####................] 20% of 10,000 records, 1,000/s, 0:08 left", progress.Text());
        _clock.Advance(TimeSpan.FromSeconds(1));
        _tasks = [Task("Restoring", 9_000, 4_999), Task("Running", 1_000, 0)];
        Assert.Equal("restoring 1 task [##########..........] 50% of 10,000 records, 1,667/s, 0:03 left", progress.Text());
    }

    [Fact]
    public void Text_AnotherTaskRestoresLater_CountsItsOwnRate()
    {
        RestoreProgress progress = new(() => _tasks, _clock);
        _tasks = [Task("Running", 1_000_000, 0)];
        Assert.Equal("", progress.Text());
        _tasks = [Task("Running", 1_000_000, 0), Task("Restoring", 1_000_000, 1_000_000)];
        Assert.Equal("restoring 1 task [##########..........] 50% of 2,000,000 records, 0/s", progress.Text());
        _clock.Advance(TimeSpan.FromSeconds(1));
        _tasks = [Task("Running", 1_000_000, 0), Task("Restoring", 1_000_000, 990_001)];
        Assert.Equal("restoring 1 task [##########..........] 50% of 2,000,000 records, 9,999/s", progress.Text());
        _tasks = [Task("Running", 1_000_000, 0), Task("Restoring", 1_000_000, 990_000)];
        Assert.Equal("restoring 1 task [##########..........] 50% of 2,000,000 records, 10,000/s, 1:39 left", progress.Text());
    }

    private static TaskView Task(string state, long total, long remaining) =>
        new("margin-0", state, remaining, total, Processed: 0, Commits: 0, StreamTimeMs: 0, LastFailure: null);
}
