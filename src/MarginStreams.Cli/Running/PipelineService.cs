using MarginStreams.Cli.Configuring;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Cli.Running;

/// <summary>Which topologies a process serves.</summary>
[Flags]
public enum ServiceRole
{
    /// <summary>The oracle topology: one task.</summary>
    Oracle = 1,

    /// <summary>The margin topology: one task a partition of positions.</summary>
    Margin = 2,

    /// <summary>Both.</summary>
    All = Oracle | Margin,
}

/// <summary>Serves the topologies on a cluster until it is stopped, or until everything that stands in the inputs was processed.</summary>
public sealed class PipelineService(Connection connection, ServiceRole role, ILoggerFactory loggers)
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);
    private readonly ILogger _logger = loggers.CreateLogger("MarginStreams.Run");

    /// <summary>Runs; returns how the process should end.</summary>
    public ExitCode Run(bool untilCaughtUp, string? livenessFile, CancellationToken cancel)
    {
        PipelineOptions options = connection.Options with { PartitionCount = Partitions() };
        var pipeline = new Pipeline(connection.Cluster, options, connection.Wire, TimeProvider.System, loggers);
        pipeline.EnsureTopics();
        OracleTopology? oracle = role.HasFlag(ServiceRole.Oracle) ? pipeline.Oracle() : null;
        MarginTopology? margin = role.HasFlag(ServiceRole.Margin) ? pipeline.Margin() : null;
        Worker[] workers = [.. new ITopology?[] { oracle, margin }.OfType<ITopology>().Select(topology => CreateWorker(pipeline, topology))];
        var progress = new ServiceProgress(workers, oracle, margin is null ? [] : [margin]);
        var watch = new StandstillWatch(TimeSpan.FromMilliseconds(SessionTimeoutMs), TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var ended = new CancellationTokenSource();
        Task watcher = Task.Run(() => Watch(workers, progress, untilCaughtUp, livenessFile, stop, ended.Token), CancellationToken.None);
        _logger.LogInformation("Serving {Role} with {Workers} workers", role, workers.Length);
        IReadOnlyList<TaskOutcome> outcomes = new WorkerThreads(workers, watch).Run(stop.Token);
        ended.Cancel();
        watcher.GetAwaiter().GetResult();
        Array.ForEach(workers, worker => worker.Dispose());
        return CodeOf(outcomes, cancel.IsCancellationRequested && !untilCaughtUp);
    }

    private const int SessionTimeoutMs = 6_000;

    private static Worker CreateWorker(Pipeline pipeline, ITopology topology) => pipeline.CreateWorker(topology, new WorkerOptions
    {
        Name = topology.Name,
        Group = new GroupOptions(topology.GroupId, topology.OwnedTopic) { SessionTimeoutMs = SessionTimeoutMs },
        CommitsInBackground = true,
    });

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
        connection.Cluster.Admin.PartitionCount(connection.Options.Topics.Positions) ?? connection.Options.PartitionCount;

    private void Watch(
        Worker[] workers, ServiceProgress progress, bool untilCaughtUp, string? livenessFile, CancellationTokenSource stop, CancellationToken ended)
    {
        long reported = TimeProvider.System.GetTimestamp();
        while (!ended.WaitHandle.WaitOne(WatchEvery))
        {
            if (livenessFile is not null && Array.TrueForAll(workers, worker => worker.Outcome is null))
            {
                File.WriteAllText(livenessFile, "");
            }

            if (TimeProvider.System.GetElapsedTime(reported) >= ReportEvery)
            {
                reported = TimeProvider.System.GetTimestamp();
                _logger.LogInformation("{Progress}", progress.Text());
            }

            if (untilCaughtUp && progress.IsCaughtUp)
            {
                stop.Cancel();
            }
        }

        _logger.LogInformation("{Progress}", progress.Text());
    }
}
