using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>How tasks share threads, and how long a failed one pauses.</summary>
public sealed record TaskRunnerOptions
{
    /// <summary>Number of threads; 0 gives each task its own.</summary>
    public int Threads { get; init; }

    /// <summary>Pause after a first failure, ms; it doubles with each further one until a commit succeeds.</summary>
    public int BackoffMsMin { get; init; } = 100;

    /// <summary>The longest pause, ms.</summary>
    public int BackoffMsMax { get; init; } = 10_000;

    /// <summary>The pause after so many failures in a row.</summary>
    public TimeSpan Backoff(int failures)
    {
        long doubled = (long)BackoffMsMin << Math.Clamp(failures - 1, 0, 20);
        return TimeSpan.FromMilliseconds(Math.Min(doubled, BackoffMsMax));
    }
}

/// <summary>
/// Runs tasks on threads until they are cancelled or one of them comes to an end that no restart can mend; then the others commit and stop too, so that a
/// process never goes on with a part of its tasks.
/// </summary>
public sealed class TaskRunner(IReadOnlyList<TaskSlot> slots, TaskRunnerOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan OwnThreadWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SharedThreadWait = TimeSpan.FromMilliseconds(2);

    /// <summary>The tasks' slots, for watching them.</summary>
    public IReadOnlyList<TaskSlot> Slots => slots;

    /// <summary>Runs until the end of all tasks and returns how each ended.</summary>
    public IReadOnlyList<TaskOutcome> Run(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        int count = options.Threads > 0 ? Math.Min(options.Threads, slots.Count) : slots.Count;
        var threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            TaskSlot[] own = [.. slots.Where((_, at) => at % count == i)];
            threads[i] = new Thread(() => Loop(own, ending)) { Name = $"tasks-{i}", IsBackground = true };
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return [.. slots.Select(slot => slot.Outcome!)];
    }

    private void Loop(TaskSlot[] own, CancellationTokenSource ending)
    {
        TimeSpan wait = own.Length == 1 ? OwnThreadWait : SharedThreadWait;
        for (int turn = 0; !ending.IsCancellationRequested; turn = (turn + 1) % own.Length)
        {
            bool did = false;
            foreach (TaskSlot slot in own)
            {
                did |= slot.Step(TimeSpan.Zero, options, clock, logger, ending.Token);
            }

            if (Array.Exists(own, slot => slot.State == TaskState.Ended))
            {
                ending.Cancel();
            }
            else if (!did && own[turn].State == TaskState.Running)
            {
                own[turn].Step(wait, options, clock, logger, ending.Token);
            }
            else if (!did)
            {
                ending.Token.WaitHandle.WaitOne(wait);
            }
        }

        foreach (TaskSlot slot in own)
        {
            slot.Finish();
        }
    }
}
