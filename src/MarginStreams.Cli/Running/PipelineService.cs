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
    private readonly ServiceProgress _progress = new();

    /// <summary>Runs; returns how the process should end.</summary>
    public ExitCode Run(bool untilCaughtUp, string? livenessFile, CancellationToken cancel)
    {
        connection.Cluster.Admin.EnsureTopics(connection.Options.Topics.Specs(Partitions()));
        var pipeline = new Pipeline(
            connection.Cluster, connection.Options with { PartitionCount = Partitions() }, connection.Wire, TimeProvider.System, loggers);
        TaskSlot[] slots = [.. Slots(pipeline)];
        var runner = new TaskRunner(slots, new TaskRunnerOptions(), TimeProvider.System, loggers.CreateLogger("MarginStreams.Tasks"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var ended = new CancellationTokenSource();
        Task watcher = Task.Run(() => Watch(slots, untilCaughtUp, livenessFile, stop, ended.Token), CancellationToken.None);
        _logger.LogInformation("Serving {Role} with {Tasks} tasks", role, slots.Length);
        IReadOnlyList<TaskOutcome> outcomes = runner.Run(stop.Token);
        ended.Cancel();
        watcher.GetAwaiter().GetResult();
        return CodeOf(outcomes, cancel.IsCancellationRequested && !untilCaughtUp);
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
    private int Partitions() =>
        connection.Cluster.Admin.PartitionCount(connection.Options.Topics.Positions) ?? connection.Options.PartitionCount;

    private IEnumerable<TaskSlot> Slots(Pipeline pipeline)
    {
        if (role.HasFlag(ServiceRole.Oracle))
        {
            yield return new TaskSlot("oracle", () =>
            {
                (OracleProcessor processor, StreamTask task) = pipeline.CreateOracle();
                _progress.Oracle = processor;
                return task;
            });
        }

        for (int p = 0; role.HasFlag(ServiceRole.Margin) && p < pipeline.Options.PartitionCount; p++)
        {
            int partition = p;
            yield return new TaskSlot($"margin-{partition}", () =>
            {
                (MarginProcessor processor, StreamTask task) = pipeline.CreateMargin(partition);
                _progress.Margins[partition] = processor;
                return task;
            });
        }
    }

    private void Watch(TaskSlot[] slots, bool untilCaughtUp, string? livenessFile, CancellationTokenSource stop, CancellationToken ended)
    {
        long reported = TimeProvider.System.GetTimestamp();
        while (!ended.WaitHandle.WaitOne(WatchEvery))
        {
            if (livenessFile is not null && Array.TrueForAll(slots, slot => slot.State != TaskState.Ended))
            {
                File.WriteAllText(livenessFile, "");
            }

            if (TimeProvider.System.GetElapsedTime(reported) >= ReportEvery)
            {
                reported = TimeProvider.System.GetTimestamp();
                _logger.LogInformation("{Progress}", _progress.Text(slots));
            }

            if (untilCaughtUp && Array.TrueForAll(slots, slot => slot.IsCaughtUp) && _progress.MarginsHaveAllFrames)
            {
                stop.Cancel();
            }
        }

        _logger.LogInformation("{Progress}", _progress.Text(slots));
    }
}
