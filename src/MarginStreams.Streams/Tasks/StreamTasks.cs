namespace MarginStreams.Streams;

/// <summary>Runs tasks as a batch, for inputs that do not grow.</summary>
public static class StreamTasks
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Runs started tasks on this thread, each to its end before the next, until none has anything left. With tasks in the order in which they feed each
    /// other, an embedded log, and a clock that stands still, everything written depends on the inputs alone.
    /// </summary>
    public static void RunToEnd(IReadOnlyList<StreamTask> tasks, CancellationToken cancellation)
    {
        while (tasks.Any(task => !task.IsCaughtUp))
        {
            foreach (StreamTask task in tasks)
            {
                RunToEnd(task, cancellation);
            }
        }
    }

    private static void RunToEnd(StreamTask task, CancellationToken cancellation)
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
