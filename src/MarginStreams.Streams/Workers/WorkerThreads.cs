namespace MarginStreams.Streams;

/// <summary>
/// Runs workers, a thread each, until they are cancelled or one of them comes to an end that no restart can mend; then the others commit and stop too, so that
/// a process never goes on with a part of its work.
/// </summary>
/// <param name="workers">The workers.</param>
/// <param name="watch">Ends them when the process stood still; null does not look.</param>
/// <param name="mayBegin">Whether a worker may begin; it is asked again until it may. Null lets all begin at once.</param>
public sealed class WorkerThreads(IReadOnlyList<Worker> workers, StandstillWatch? watch = null, Func<Worker, bool>? mayBegin = null)
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until the end of all workers; the outcomes that were not asked for.</summary>
    public IReadOnlyList<TaskOutcome> Run(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Thread? watching = watch?.Start(ending);
        var broken = new Exception?[workers.Count];
        var threads = new Thread[workers.Count];
        for (int i = 0; i < threads.Length; i++)
        {
            int number = i;
            threads[i] = new Thread(() => broken[number] = Loop(workers[number], ending)) { Name = workers[i].Name, IsBackground = true };
            threads[i].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        ending.Cancel();
        watching?.Join();
        var outcomes = new List<TaskOutcome>();
        for (int i = 0; i < threads.Length; i++)
        {
            if (broken[i] is { } error)
            {
                outcomes.Add(new TaskOutcome(workers[i].Name, TaskEnd.Broken, error));
            }
            else if (workers[i].Outcome is { End: not TaskEnd.Cancelled } outcome)
            {
                outcomes.Add(outcome);
            }
        }

        if (watch?.Outcome is { } stood)
        {
            outcomes.Add(stood);
        }

        return outcomes;
    }

    private Exception? Loop(Worker worker, CancellationTokenSource ending)
    {
        try
        {
            while (mayBegin?.Invoke(worker) == false && !ending.IsCancellationRequested)
            {
                worker.Rest();
                ending.Token.WaitHandle.WaitOne(Wait);
            }

            while (!ending.IsCancellationRequested && worker.Outcome is null)
            {
                worker.Step(Wait);
            }

            ending.Cancel();
            worker.Stop();
            return null;
        }
        catch (Exception broken)
        {
            ending.Cancel();
            return broken;
        }
    }
}
