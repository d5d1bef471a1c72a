using MarginStreams.Cli.Running;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Benching;

/// <summary>Topologies served as <c>run</c> serves them, until this is disposed. The one place where the benchmark knows how they are put together.</summary>
internal sealed class ServedPipeline : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly int _partitionCount;
    private readonly OracleTopology? _oracle;
    private readonly MarginTopology? _margin;
    private readonly Worker[] _workers;
    private readonly Thread _thread;

    /// <summary>Starts; returns at once.</summary>
    public ServedPipeline(Pipeline pipeline, ServiceRole role, SnapshotOptions? snapshots = null)
    {
        _partitionCount = pipeline.Options.PartitionCount;
        _oracle = role.HasFlag(ServiceRole.Oracle) ? pipeline.Oracle() : null;
        _margin = role.HasFlag(ServiceRole.Margin) ? pipeline.Margin() : null;
        _workers =
        [
            .. new ITopology?[] { _oracle, _margin }.OfType<ITopology>().Select(topology => pipeline.CreateWorker(topology, new WorkerOptions
            {
                Name = topology.Name,
                Group = new GroupOptions(topology.GroupId, topology.OwnedTopic),
                Snapshots = snapshots,
                CommitsInBackground = true,
            })),
        ];
        _thread = new Thread(() => new WorkerThreads(_workers).Run(_stop.Token)) { Name = "bench-pipeline", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether every task has its state and takes records.</summary>
    public bool IsRunning
    {
        get
        {
            StreamTaskStatus[] tasks = [.. Tasks()];
            int expected = (_oracle is null ? 0 : 1) + (_margin is null ? 0 : _partitionCount);
            return tasks.Length == expected && Array.TrueForAll(tasks, static task => task.State is TaskState.Running or TaskState.Committing);
        }
    }

    /// <summary>Whether every task stood at the end of its inputs with everything committed, when it last looked.</summary>
    public bool IsCaughtUp => IsRunning && Array.TrueForAll(Checked(), static worker => worker.Status.IsCaughtUp);

    /// <summary>Records of positions that were taken.</summary>
    public long Records => Processors().Sum(static margin => margin.Counts.Records);

    /// <summary>Accounts that stand in the tables.</summary>
    public long Accounts => Processors().Sum(static margin => (margin.Engine as Engine.MarginEngine)?.AccountCount ?? 0);

    /// <summary>Triggers that were emitted.</summary>
    public long Triggers => Processors().Sum(static margin => margin.Counts.Triggers);

    /// <summary>Records that could not be used.</summary>
    public long DeadLetters => Tasks().Sum(static task => task.Counts.DeadLetters.Values.Sum());

    /// <summary>Records of changelogs that were read at the start.</summary>
    public long Restored => Tasks().Sum(static task => task.Counts.Restored);

    /// <summary>Transactions of all tasks.</summary>
    public long Commits => Tasks().Sum(static task => task.Counts.Commits);

    /// <summary>Snapshots that were completed by all tasks.</summary>
    public long Snapshots => Tasks().Sum(static task => task.Counts.Snapshots);

    /// <summary>The latest frame that the oracle cut; -1 before the first.</summary>
    public long FrameCut => _oracle?.Processor?.LastFrame ?? -1;

    /// <summary>The latest frame that every margin task took; -1 before the first.</summary>
    public long FrameTaken => Processors().Select(static margin => margin.LastFrame).DefaultIfEmpty(-1).Min();

    /// <summary>Commits what was processed, and ends the tasks.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        Array.ForEach(_workers, static worker => worker.Dispose());
        _stop.Dispose();
    }

    /// <summary>A worker that has ended never comes to what is waited for.</summary>
    private Worker[] Checked() =>
        Array.Find(_workers, static worker => worker.Outcome is not null)?.Outcome is { } ended && !_stop.IsCancellationRequested
            ? throw new InvalidOperationException($"task {ended.Name} ended as {ended.End}", ended.Error)
            : _workers;

    private IEnumerable<StreamTaskStatus> Tasks() => Checked().SelectMany(static worker => worker.Status.Tasks);

    private IEnumerable<MarginProcessor> Processors() => _margin?.Processors.Values ?? [];
}
