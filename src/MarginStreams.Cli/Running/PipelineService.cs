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
        _admin.EnsureTopics(connection.Options.Topics.Specs(Partitions()));
        using var metrics = new ServiceMetrics(TimeProvider.System, ScrapeCacheMs);
        var cluster = new MeteredCluster(connection.Cluster, connection.Options.Topics, connection.Wire, metrics.Commits, TimeProvider.System);
        var pipeline = new Pipeline(
            cluster, connection.Options with { PartitionCount = Partitions() }, connection.Wire, TimeProvider.System, connection.Loggers);
        TaskSlot[] slots = [.. Slots(pipeline)];
        var status = new SlotStatus(slots, _progress, cluster, connection.Options.Topics);
        metrics.Observe(status.Snapshot);
        using ServiceHost? host = Serve(metrics, status);
        return Run(slots, cancel);
    }

    private ServiceHost? Serve(ServiceMetrics metrics, SlotStatus status)
    {
        HttpSettings http = connection.Settings.Http;
        if (http.Port == HttpSettings.NoPort)
        {
            return null;
        }

        var health = new ServiceHealth(connection.Settings.Health, status.Snapshot, TimeProvider.System);
        var host = new ServiceHost(http, metrics.Provider, health, connection.Loggers);
        Listening(host.Address);
        return host;
    }

    private ExitCode Run(TaskSlot[] slots, CancellationToken cancel)
    {
        var runner = new TaskRunner(slots, new TaskRunnerOptions(), TimeProvider.System, connection.Loggers.CreateLogger("MarginStreams.Tasks"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var ended = new CancellationTokenSource();
        using ReplayFeed? feed = request.Replay is { } folder ? new ReplayFeed(Recording.Open(folder), connection, stop) : null;
        Task watcher = Task.Run(() => Watch(slots, feed, stop, ended.Token), CancellationToken.None);
        _logger.LogInformation("Serving {Role} with {Tasks} tasks", request.Role, slots.Length);
        IReadOnlyList<TaskOutcome> outcomes = runner.Run(stop.Token);
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

    private IEnumerable<TaskSlot> Slots(Pipeline pipeline)
    {
        if (request.Role.HasFlag(ServiceRole.Oracle))
        {
            yield return new TaskSlot("oracle", () =>
            {
                (OracleProcessor processor, StreamTask task) = pipeline.CreateOracle();
                _progress.Take(processor);
                return Measured(task);
            });
        }

        for (int p = 0; request.Role.HasFlag(ServiceRole.Margin) && p < pipeline.Options.PartitionCount; p++)
        {
            int partition = p;
            yield return new TaskSlot($"margin-{partition}", () =>
            {
                (MarginProcessor processor, StreamTask task) = pipeline.CreateMargin(partition);
                _progress.Take(partition, processor);
                return Measured(task);
            });
        }
    }

    private StreamTask Measured(StreamTask task)
    {
        Watermarks changelog = _admin.QueryWatermarks(task.Options.Changelog);
        _progress.RestoreTotals[task.Options.TaskId] = changelog.High - changelog.Low;
        return task;
    }

    private void Watch(TaskSlot[] slots, ReplayFeed? feed, CancellationTokenSource stop, CancellationToken ended)
    {
        long reported = TimeProvider.System.GetTimestamp();
        while (!ended.WaitHandle.WaitOne(WatchEvery))
        {
            if (request.LivenessFile is { } file && Array.TrueForAll(slots, slot => slot.State != TaskState.Ended))
            {
                File.WriteAllText(file, "");
            }

            if (TimeProvider.System.GetElapsedTime(reported) >= ReportEvery)
            {
                reported = TimeProvider.System.GetTimestamp();
                _logger.LogInformation("{Progress}", _progress.Text(slots));
            }

            // Whether the feed is done is asked first: what it wrote last must have been seen by the tasks.
            bool isFed = feed?.IsDone ?? true;
            if (request.UntilCaughtUp && isFed && Array.TrueForAll(slots, slot => slot.IsCaughtUp) && _progress.MarginsHaveAllFrames)
            {
                stop.Cancel();
            }
        }

        _logger.LogInformation("{Progress}", _progress.Text(slots));
    }
}
