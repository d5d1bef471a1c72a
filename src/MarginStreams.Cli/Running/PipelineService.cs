using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Health;
using MarginStreams.Cli.Hosting;
using MarginStreams.Cli.Metrics;
using MarginStreams.Cli.Recordings;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Cli.Running;

/// <summary>Serves the topologies on a cluster until it is stopped, or until everything that stands in the inputs was processed.</summary>
public sealed class PipelineService(Connection connection, ServiceRequest request)
{
    private static readonly TimeSpan SpareAfter = TimeSpan.FromSeconds(20);
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly long _startedAt = TimeProvider.System.GetTimestamp();
    private readonly ILogger _logger = connection.Loggers.CreateLogger("MarginStreams.Run");

    /// <summary>How long a scrape of the metrics may be given again, ms: several scrapers then cost as much as one.</summary>
    internal int ScrapeCacheMs { get; init; } = 300;

    /// <summary>Hears where health and metrics are served, once they are.</summary>
    internal Action<string> Listening { get; init; } = static _ => { };

    /// <summary>Runs; returns how the process should end.</summary>
    public ExitCode Run(CancellationToken cancel)
    {
        PipelineOptions options = connection.Options with { PartitionCount = Partitions() };
        using var metrics = new ServiceMetrics(_clock, ScrapeCacheMs);
        var cluster = new MeteredCluster(connection.Cluster, options.Topics, connection.Wire, metrics.Commits, _clock);
        var pipeline = new Pipeline(cluster, options, connection.Wire, _clock, connection.Loggers);
        pipeline.EnsureTopics();
        var workers = new ServiceWorkers(pipeline, request.Role, connection.Settings);
        Worker[] threads = [.. workers.All];
        var progress = new ServiceProgress(threads, workers.Oracle, workers.Margins);
        var views = new WorkerViews(threads, progress, _clock);
        metrics.Observe(views.Snapshot);
        var health = new ServiceHealth(connection.Settings.Health, views.Snapshot, _clock);
        try
        {
            using ServiceHost? host = Serve(metrics, health);
            return Run(threads, new ServiceWatch(threads, progress, views, health, request, _clock, _logger), cancel);
        }
        finally
        {
            Array.ForEach(threads, worker => worker.Dispose());
        }
    }

    private ServiceHost? Serve(ServiceMetrics metrics, ServiceHealth health)
    {
        HttpSettings http = connection.Settings.Http;
        if (http.Port == HttpSettings.NoPort)
        {
            return null;
        }

        var host = new ServiceHost(http, metrics.Provider, health, connection.Loggers);
        Listening(host.Address);
        return host;
    }

    private ExitCode Run(Worker[] workers, ServiceWatch watch, CancellationToken cancel)
    {
        int standstillMaxMs = Math.Min(connection.Settings.Group.SessionTimeoutMs, connection.Settings.Transactions.TimeoutMs);
        var standstill = new StandstillWatch(TimeSpan.FromMilliseconds(standstillMaxMs), _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var ended = new CancellationTokenSource();
        using ReplayFeed? feed = request.Replay is { } folder ? new ReplayFeed(Recording.Open(folder), connection, stop) : null;
        Task watching = OwnThread.Run(() => watch.Run(feed, stop, ended.Token));
        _logger.LogInformation("Serving {Role} with {Workers} workers", request.Role, workers.Length);
        IReadOnlyList<TaskOutcome> outcomes = new WorkerThreads(workers, standstill, worker => MayBegin(worker, workers, feed)).Run(stop.Token);
        bool asked = cancel.IsCancellationRequested && !request.UntilCaughtUp;
        ended.Cancel();
        watching.GetAwaiter().GetResult();
        feed?.End();
        return CodeOf(outcomes, asked);
    }

    /// <summary>
    /// History is served in the order of its timestamps, as a backtest does: the recording stands in the inputs before anything is read, and all frames are
    /// cut, and all positions copied where they are repartitioned, before positions and frames are merged. So the same history gives the same triggers,
    /// whatever dies in between.
    /// </summary>
    private bool MayBegin(Worker worker, Worker[] workers, ReplayFeed? feed)
    {
        if (!request.UntilCaughtUp && feed is null)
        {
            return true;
        }

        return feed?.IsSettled != false
            && (worker.Status.Topology != MarginTopology.TopologyName || Array.TrueForAll(workers, IsSourceDone));
    }

    /// <summary>What writes for the margin topology: without a task for so long it is a spare, another process has it.</summary>
    private bool IsSourceDone(Worker worker) =>
        worker.Status.Topology == MarginTopology.TopologyName
        || worker.Status.IsCaughtUp
        || (worker.Status.Tasks.Count == 0 && _clock.GetElapsedTime(_startedAt) > SpareAfter);

    private ExitCode CodeOf(IReadOnlyList<TaskOutcome> outcomes, bool asked)
    {
        foreach (TaskOutcome outcome in outcomes.Where(outcome => outcome.Error is not null))
        {
            _logger.LogError("Task {Task} ended as {End}: {Error}", outcome.Name, outcome.End, outcome.Error!.Message);
        }

        return outcomes.Any(outcome => outcome.End == TaskEnd.Broken) ? ExitCode.StateCorrupt
            : outcomes.Any(outcome => outcome.End == TaskEnd.Fenced) ? ExitCode.Fenced
            : asked ? ExitCode.Interrupted
            : ExitCode.Ok;
    }

    /// <summary>Topics that exist keep their partitions; the setting counts where they are created.</summary>
    private int Partitions() =>
        connection.Cluster.Admin.PartitionCount(connection.Options.AccountPositions) ?? connection.Options.PartitionCount;
}
