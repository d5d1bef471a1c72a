using MarginStreams.Cli.Health;
using MarginStreams.Streams;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Cli.Running;

/// <summary>Looks after the workers of a process: says how far they are, and which one hangs, and ends them when everything was processed.</summary>
internal sealed class ServiceWatch(
    IReadOnlyList<Worker> workers,
    ServiceProgress progress,
    WorkerViews views,
    ServiceHealth health,
    ServiceRequest request,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);
    private readonly RestoreProgress _restore = new(views.Tasks, clock);

    /// <summary>Looks until the end.</summary>
    public void Run(ReplayFeed? feed, CancellationTokenSource stop, CancellationToken ended)
    {
        long reported = clock.GetTimestamp();
        while (!ended.WaitHandle.WaitOne(WatchEvery))
        {
            if (request.LivenessFile is { } file && workers.All(worker => worker.Outcome is null))
            {
                File.WriteAllText(file, "");
            }

            if (clock.GetElapsedTime(reported) >= ReportEvery)
            {
                reported = clock.GetTimestamp();
                Report();
            }

            request.Line?.Show(_restore.Text());

            // Whether the feed has settled is asked first: what it wrote last must have been seen by the workers that say they are done.
            bool isFed = feed?.IsSettled ?? true;
            if (request.UntilCaughtUp && isFed && progress.IsCaughtUp)
            {
                stop.Cancel();
            }
        }

        request.Line?.Show("");
        logger.LogInformation("{Progress}", progress.Text());
    }

    /// <summary>A worker whose thread hangs cannot say so itself.</summary>
    private void Report()
    {
        logger.LogInformation("{Progress}", progress.Text());
        foreach (HealthPart sick in health.Live().Parts.Where(part => !part.IsOk))
        {
            logger.LogWarning("{Part}: {Why}", sick.Name, sick.Why);
        }
    }
}
