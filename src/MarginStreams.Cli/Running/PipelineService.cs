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
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);
    private readonly ILogger _logger = connection.Loggers.CreateLogger("MarginStreams.Run");
    private readonly ServiceProgress _progress = new();
    private readonly ILogAdmin _admin = connection.Cluster.Admin;

    /// <summary>How long a scrape of the metrics may be given again, ms: several scrapers then cost as much as one.</summary>
    internal int ScrapeCacheMs { get; init; } = 300;

    /// <summary>Hears where health and metrics are served, once they are.</summary>
    internal Action<string> Listening { get; init; } = static _ => { };

    /// <summary>Runs; returns how the process should end.</summary>
    public ExitCode Run(CancellationToken cancel)
    {
        using var metrics = new ServiceMetrics(TimeProvider.System, ScrapeCacheMs);
        var cluster = new MeteredCluster(connection.Cluster, connection.Options.Topics, connection.Wire, metrics.Commits, TimeProvider.System);
        PipelineOptions options = connection.Options with { PartitionCount = Partitions() };
        var pipeline = new Pipeline(cluster, options, connection.Wire, TimeProvider.System, connection.Loggers);
        pipeline.EnsureTopics();
        Worker[] workers = [.. Topologies(pipeline).Select((topology, number) => CreateWorker(pipeline, topology, number))];
        metrics.Observe(Snapshot);
        using ServiceHost? host = Serve(metrics, Snapshot);
        ExitCode code = Run(workers, cancel);
        Array.ForEach(workers, worker => worker.Dispose());
        return code;

        ServiceSnapshot Snapshot()
        {
            WorkerStatus[] now = Array.ConvertAll(workers, worker => worker.Status);
            return new(now, _progress.Market(now));
        }
    }

    private ServiceHost? Serve(ServiceMetrics metrics, Func<ServiceSnapshot> snapshot)
    {
        HttpSettings http = connection.Settings.Http;
        if (http.Port == HttpSettings.NoPort)
        {
            return null;
        }

        var health = new ServiceHealth(connection.Settings.Health, snapshot, TimeProvider.System);
        var host = new ServiceHost(http, metrics.Provider, health, connection.Loggers);
        Listening(host.Address);
        return host;
    }

    private IEnumerable<ITopology> Topologies(Pipeline pipeline)
    {
        if (request.Role.HasFlag(ServiceRole.Oracle))
        {
            yield return pipeline.Oracle(_progress.Take);
        }

        for (int i = 0; request.Role.HasFlag(ServiceRole.Margin) && i < connection.Settings.Workers.Count; i++)
        {
            yield return pipeline.Margin(_progress.Take);
        }
    }

    private Worker CreateWorker(Pipeline pipeline, ITopology topology, int number)
    {
        GroupSettings group = connection.Settings.Group;
        StateSettings state = connection.Settings.State;
        return pipeline.CreateWorker(topology, new WorkerOptions
        {
            Name = $"{topology.Name}-{number}",
            Group = new GroupOptions(topology.GroupId, topology.OwnedTopic)
            {
                Protocol = Enum.Parse<GroupProtocol>(group.Protocol, ignoreCase: true),
                SessionTimeoutMs = group.SessionTimeoutMs,
                InstanceId = group.InstanceId.Length == 0 ? null : $"{group.InstanceId}-{number}",
            },
            Snapshots = state.Directory.Length == 0 ? null : SnapshotOptions.Below(state.Directory) with { EveryMs = state.SnapshotEveryMs },
            CommitsInBackground = true,
        });
    }

    private ExitCode Run(Worker[] workers, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var ended = new CancellationTokenSource();
        using ReplayFeed? feed = request.Replay is { } folder ? new ReplayFeed(Recording.Open(folder), connection, stop) : null;
        Task watcher = Task.Run(() => Watch(workers, feed, stop, ended.Token), CancellationToken.None);
        _logger.LogInformation("Serving {Role} with {Workers} workers", request.Role, workers.Length);
        var watch = new StandstillWatch(TimeSpan.FromMilliseconds(connection.Settings.Group.SessionTimeoutMs), TimeProvider.System);
        IReadOnlyList<TaskOutcome> outcomes = new WorkerThreads(workers, watch).Run(stop.Token);
        bool asked = cancel.IsCancellationRequested && !request.UntilCaughtUp;
        ended.Cancel();
        watcher.GetAwaiter().GetResult();
        feed?.End();
        return CodeOf(outcomes, asked);
    }

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
    private int Partitions() => _admin.PartitionCount(connection.Options.Topics.Positions) ?? connection.Options.PartitionCount;

    private void Watch(Worker[] workers, ReplayFeed? feed, CancellationTokenSource stop, CancellationToken ended)
    {
        long reported = TimeProvider.System.GetTimestamp();
        long? fedAt = null;
        while (!ended.WaitHandle.WaitOne(WatchEvery))
        {
            if (request.LivenessFile is { } file && Array.TrueForAll(workers, worker => worker.Outcome is null))
            {
                File.WriteAllText(file, "");
            }

            // Workers must have turned since the feed was done: what it wrote last must have been seen by the tasks.
            fedAt ??= feed?.IsDone ?? true ? TimeProvider.System.GetTimestamp() : null;
            WorkerStatus[] now = Array.ConvertAll(workers, worker => worker.Status);
            if (TimeProvider.System.GetElapsedTime(reported) >= ReportEvery)
            {
                reported = TimeProvider.System.GetTimestamp();
                _logger.LogInformation("{Progress}", _progress.Text(now));
            }

            if (request.UntilCaughtUp && fedAt is { } since && AreCaughtUp(now, since) && _progress.MarginsHaveAllFrames(now))
            {
                stop.Cancel();
            }
        }

        _logger.LogInformation("{Progress}", _progress.Text(Array.ConvertAll(workers, worker => worker.Status)));
    }

    /// <summary>Each topology has tasks here, and all of them stand at their ends; a worker may be without any while others have all partitions.</summary>
    private static bool AreCaughtUp(WorkerStatus[] workers, long since) =>
        Array.TrueForAll(workers, worker => worker.TurnedAtTicks > since && (worker.IsCaughtUp || worker.Tasks.Count == 0))
        && workers.GroupBy(worker => worker.Topology).All(topology => topology.Any(worker => worker.Tasks.Count > 0));
}
