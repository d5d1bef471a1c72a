namespace MarginStreams.Cli.Health;

/// <summary>
/// Since when a task has processed records without any commit. A quiet task commits nothing and is well, so the age of its last commit says nothing.
/// </summary>
internal sealed class CommitWatch(TimeProvider clock)
{
    private readonly Dictionary<string, (long Commits, long Processed, long? WaitingSince)> _seen = new(StringComparer.Ordinal);

    /// <summary>For how long records of a task have waited, as far as it was looked at.</summary>
    public TimeSpan WaitOf(TaskView task)
    {
        bool isKnown = _seen.TryGetValue(task.TaskId, out (long Commits, long Processed, long? WaitingSince) former);
        bool isCommitted = !isKnown || former.Commits != task.Commits || task.Processed < former.Processed;
        if (isCommitted)
        {
            _seen[task.TaskId] = (task.Commits, task.Processed, null);
            return TimeSpan.Zero;
        }

        long? since = former.WaitingSince ?? (task.Processed > former.Processed ? clock.GetTimestamp() : null);
        _seen[task.TaskId] = former with { WaitingSince = since };
        return since is { } start ? clock.GetElapsedTime(start) : TimeSpan.Zero;
    }
}
