using System.Collections.Concurrent;
using MarginStreams.Cli.Running;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Cli.Benching;

/// <summary>Topologies served as <c>run</c> serves them, until this is disposed. The one place where the benchmark knows how they are put together.</summary>
internal sealed class ServedPipeline : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<int, MarginProcessor> _margins = new();
    private readonly TaskSlot[] _slots;
    private readonly Thread _thread;
    private volatile OracleProcessor? _oracle;

    /// <summary>Starts; returns at once.</summary>
    public ServedPipeline(Pipeline pipeline, ServiceRole role, ILoggerFactory loggers)
    {
        _slots = [.. Slots(pipeline, role)];
        var runner = new TaskRunner(_slots, new TaskRunnerOptions(), TimeProvider.System, loggers.CreateLogger("MarginStreams.Tasks"));
        _thread = new Thread(() => runner.Run(_stop.Token)) { Name = "bench-pipeline", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether every task has its state and takes records.</summary>
    public bool IsRunning => Array.TrueForAll(Checked(), static slot => slot.State == TaskState.Running);

    /// <summary>Whether every task stood at the end of its inputs with everything committed, when it last looked.</summary>
    public bool IsCaughtUp => Array.TrueForAll(Checked(), static slot => slot.IsCaughtUp);

    /// <summary>Records of positions that were taken.</summary>
    public long Records => _margins.Values.Sum(static margin => margin.Counts.Records);

    /// <summary>Triggers that were emitted.</summary>
    public long Triggers => _margins.Values.Sum(static margin => margin.Counts.Triggers);

    /// <summary>Records that could not be used.</summary>
    public long DeadLetters => _slots.Sum(static slot => slot.Counts?.DeadLetters.Values.Sum() ?? 0);

    /// <summary>Records of changelogs that were read at the start.</summary>
    public long Restored => _slots.Sum(static slot => slot.Counts?.Restored ?? 0);

    /// <summary>Transactions of all tasks.</summary>
    public long Commits => _slots.Sum(static slot => slot.Counts?.Commits ?? 0);

    /// <summary>The latest frame that the oracle cut; -1 before the first.</summary>
    public long FrameCut => _oracle?.LastFrame ?? -1;

    /// <summary>The latest frame that every margin task took; -1 before the first.</summary>
    public long FrameTaken => _margins.Values.Select(static margin => margin.LastFrame).DefaultIfEmpty(-1).Min();

    /// <summary>Commits what was processed, and ends the tasks.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    /// <summary>A task that has ended never comes to what is waited for.</summary>
    private TaskSlot[] Checked() =>
        Array.Find(_slots, static slot => slot.State == TaskState.Ended)?.Outcome is { } ended && !_stop.IsCancellationRequested
            ? throw new InvalidOperationException($"task {ended.Name} ended as {ended.End}", ended.Error)
            : _slots;

    private IEnumerable<TaskSlot> Slots(Pipeline pipeline, ServiceRole role)
    {
        if (role.HasFlag(ServiceRole.Oracle))
        {
            yield return new TaskSlot("oracle", () =>
            {
                (OracleProcessor processor, StreamTask task) = pipeline.CreateOracle();
                _oracle = processor;
                return task;
            });
        }

        for (int p = 0; role.HasFlag(ServiceRole.Margin) && p < pipeline.Options.PartitionCount; p++)
        {
            int partition = p;
            yield return new TaskSlot($"margin-{partition}", () =>
            {
                (MarginProcessor processor, StreamTask task) = pipeline.CreateMargin(partition);
                _margins[partition] = processor;
                return task;
            });
        }
    }
}
