namespace MarginStreams.Streams;

/// <summary>
/// Notices that the whole process stood still, as one does that was suspended: it may have been replaced meanwhile, and must not go on as if nothing had
/// happened. A thread that makes no calls looks at the clock, so a slow log is not taken for it.
/// </summary>
public sealed class StandstillWatch(TimeSpan standstillMax, TimeProvider clock)
{
    private const int LooksPerStandstill = 8;

    /// <summary>How the process has to end; null as long as it never stood still for too long.</summary>
    public TaskOutcome? Outcome { get; private set; }

    /// <summary>Watches until the end of the source, and ends it when the process stood still.</summary>
    public Thread Start(CancellationTokenSource ending)
    {
        var watching = new Thread(() => Watch(ending)) { Name = "standstill", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        watching.Start();
        return watching;
    }

    private void Watch(CancellationTokenSource ending)
    {
        CancellationToken token = ending.Token;
        long lookedAt = clock.GetTimestamp();
        while (!token.WaitHandle.WaitOne(standstillMax / LooksPerStandstill))
        {
            TimeSpan passed = clock.GetElapsedTime(lookedAt);
            lookedAt = clock.GetTimestamp();
            if (passed > standstillMax)
            {
                Outcome = new TaskOutcome(
                    "process",
                    TaskEnd.Fenced,
                    new ProducerFencedException($"the process stood still for {passed.TotalMilliseconds:F0} ms, so another one may have taken over its tasks"));
                ending.Cancel();
            }
        }
    }
}
