namespace MarginStreams.Streams;

/// <summary>Runs tasks as a batch, for inputs that do not grow.</summary>
public static class SoloTasks
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Runs started tasks on this thread, each to its end before the next, until none has anything left. With tasks in the order in which they feed each
    /// other, an embedded log, and a clock that stands still, everything written depends on the inputs alone.
    /// </summary>
    public static void RunToEnd(IReadOnlyList<SoloTask> tasks, CancellationToken cancellation)
    {
        while (tasks.Any(task => !task.IsCaughtUp))
        {
            foreach (SoloTask task in tasks)
            {
                RunToEnd(task, cancellation);
            }
        }
    }

    private static void RunToEnd(SoloTask task, CancellationToken cancellation)
    {
        while (!task.IsCaughtUp)
        {
            cancellation.ThrowIfCancellationRequested();
            if (task.RunOnce(TimeSpan.Zero))
            {
                continue;
            }

            task.Commit();
            if (!task.IsCaughtUp)
            {
                task.RunOnce(Wait);
            }
        }
    }
}
