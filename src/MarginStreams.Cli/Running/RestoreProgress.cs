using System.Globalization;
using MarginStreams.Cli.Health;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Running;

/// <summary>
/// How far the tasks of a process have their state back, in words: a bar, the part that is done (rounded down), the rate since the restore began (rounded
/// down), and the time that the rest takes at this rate (rounded up).
/// </summary>
internal sealed class RestoreProgress(Func<IEnumerable<TaskView>> tasks, TimeProvider clock)
{
    private const int BarLength = 20;

    /// <summary>Nothing is forecast from less than such a part of the work.</summary>
    private const int ForecastParts = 100;
    private long _beganAt;
    private long _doneBefore;
    private bool _isShown;

    /// <summary>The line; empty when no task restores.</summary>
    public string Text()
    {
        TaskView[] now = [.. tasks()];
        int restoring = now.Count(task => task.State == nameof(TaskState.Restoring));
        if (restoring == 0)
        {
            _isShown = false;
            return "";
        }

        long total = now.Sum(task => task.RestoreTotal);
        long done = now.Sum(task => task.RestoreTotal - task.RestoreRemaining);
        if (!_isShown)
        {
            (_isShown, _beganAt, _doneBefore) = (true, clock.GetTimestamp(), done);
        }

        long elapsedMs = (long)clock.GetElapsedTime(_beganAt).TotalMilliseconds;
        long moved = Math.Max(0, done - _doneBefore);
        long rate = elapsedMs > 0 ? moved * 1_000 / elapsedMs : 0;
        int filled = total > 0 ? (int)(done * BarLength / total) : 0;
        string left = rate > 0 && moved * ForecastParts >= total - _doneBefore ? $", {Time((total - done + rate - 1) / rate)} left" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"restoring {restoring} {(restoring == 1 ? "task" : "tasks")} [{new string('#', filled)}{new string('.', BarLength - filled)}] "
            + $"{(total > 0 ? done * 100 / total : 0)}% of {total:N0} records, {rate:N0}/s{left}");
    }

    private static string Time(long seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:D2}");
}
