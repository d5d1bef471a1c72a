using System.Globalization;
using MarginStreams.Cli.Configuring;

namespace MarginStreams.Cli.Health;

/// <summary>
/// Whether a service is alive (its workers turn: if not, restart it) and ready (it holds what it was given, and decides on prices that are new: if not, look
/// at the part that is sick).
/// </summary>
public sealed class ServiceHealth(HealthSettings limits, Func<ServiceSnapshot> snapshot, TimeProvider clock)
{
    private readonly CommitWatch _commits = new(clock);
    private readonly Lock _gate = new();

    /// <summary>Whether the workers turn.</summary>
    public HealthReport Live() => new([.. snapshot().Workers.Select(Turns)]);

    /// <summary>Whether the service does its work.</summary>
    public HealthReport Ready()
    {
        ServiceSnapshot now = snapshot();
        lock (_gate)
        {
            return new([Assigned(now), Restored(now), Running(now), Price(now.Market), Commit(now), Group(now)]);
        }
    }

    private HealthPart Turns(WorkerView worker)
    {
        TimeSpan ago = clock.GetElapsedTime(worker.TurnedAtTicks);
        return new($"worker {worker.Name}", ago <= TimeSpan.FromMilliseconds(limits.TurnMaxMs), $"turned {Ms(ago)} ago, at most {limits.TurnMaxMs} ms");
    }

    private static HealthPart Assigned(ServiceSnapshot now)
    {
        string[] waiting = [.. now.Workers.Where(worker => worker is { Tasks.Count: 0, GroupUnstableFor: not null }).Select(worker => worker.Name)];
        string why = waiting.Length > 0 ? $"no assignment yet: {string.Join(", ", waiting)}"
            : now.Tasks.Any() ? $"{now.Tasks.Count()} tasks"
            : "a spare: others have all partitions";
        return new("assigned", waiting.Length == 0, why);
    }

    private static HealthPart Restored(ServiceSnapshot now)
    {
        TaskView[] restoring = [.. now.Tasks.Where(task => task.State is "Created" or "Restoring")];
        string why = restoring.Length == 0
            ? "every task has its state"
            : string.Join("; ", restoring.Select(task => $"{task.TaskId}: {task.RestoreRemaining} of {task.RestoreTotal} records left"));
        return new("restored", restoring.Length == 0, why);
    }

    private static HealthPart Running(ServiceSnapshot now)
    {
        TaskView[] failed = [.. now.Tasks.Where(task => task.State is TaskView.BackingOff or "Closed")];
        string why = failed.Length == 0 ? "no task has failed" : string.Join("; ", failed.Select(task => $"{task.TaskId} {task.State}: {task.LastFailure}"));
        return new("tasks", failed.Length == 0, why);
    }

    private HealthPart Price(MarketSnapshot market)
    {
        if (limits.PriceAgeMaxMs == 0)
        {
            return new("price", true, "not looked at: Health:PriceAgeMaxMs is 0");
        }

        if (market.LastFrame < 0)
        {
            return new("price", false, "no frame yet");
        }

        TimeSpan age = clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(market.LastFrameMs);
        return new("price", age <= TimeSpan.FromMilliseconds(limits.PriceAgeMaxMs), $"the newest frame is {Ms(age)} old, at most {limits.PriceAgeMaxMs} ms");
    }

    private HealthPart Commit(ServiceSnapshot now)
    {
        (string Task, TimeSpan Wait)[] waits = [.. now.Tasks.Select(task => (task.TaskId, _commits.WaitOf(task)))];
        (string task, TimeSpan longest) = waits.Length == 0 ? ("", TimeSpan.Zero) : waits.MaxBy(wait => wait.Wait);
        return longest <= TimeSpan.FromMilliseconds(limits.CommitWaitMaxMs)
            ? new("commit", true, $"records wait at most {limits.CommitWaitMaxMs} ms")
            : new("commit", false, $"{task}: records have waited for {Ms(longest)}, at most {limits.CommitWaitMaxMs} ms");
    }

    private HealthPart Group(ServiceSnapshot now)
    {
        TimeSpan longest = now.Workers.Select(worker => worker.GroupUnstableFor ?? TimeSpan.Zero).DefaultIfEmpty().Max();
        return new(
            "group",
            longest <= TimeSpan.FromMilliseconds(limits.GroupUnstableMaxMs),
            longest == TimeSpan.Zero ? "stable" : $"without a stable assignment for {Ms(longest)}, at most {limits.GroupUnstableMaxMs} ms");
    }

    private static string Ms(TimeSpan time) => $"{((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)} ms";
}
