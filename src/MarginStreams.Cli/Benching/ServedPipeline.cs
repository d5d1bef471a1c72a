using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Running;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Benching;

/// <summary>Topologies served by the workers of <c>run</c>, until this is disposed.</summary>
internal sealed class ServedPipeline : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly int _partitionCount;
    private readonly ServiceWorkers _workers;
    private readonly Thread _thread;

    /// <summary>Starts; returns at once.</summary>
    public ServedPipeline(Pipeline pipeline, ServiceRole role, Settings settings)
    {
        _partitionCount = pipeline.Options.PartitionCount;
        _workers = new ServiceWorkers(pipeline, role, settings);
        _thread = new Thread(() => new WorkerThreads(_workers.All).Run(_stop.Token)) { Name = "bench-pipeline", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether the workers have shared the partitions, and every task has its state and takes records.</summary>
    public bool IsRunning
    {
        get
        {
            WorkerStatus[] workers = [.. Checked().Select(static worker => worker.Status)];
            int share = _partitionCount / Math.Max(1, _workers.Margins.Count);
            return workers.SelectMany(static worker => worker.Tasks).All(static task => task.State is TaskState.Running or TaskState.Committing)
                && workers.GroupBy(static worker => worker.Topology).All(of => of.Sum(static worker => worker.Tasks.Count) == PartitionsOf(of.Key))
                && workers.All(worker => worker.Topology != MarginTopology.TopologyName || worker.Tasks.Count >= share);
        }
    }

    /// <summary>Whether every task stood at the end of its inputs with everything committed, when it last looked.</summary>
    public bool IsCaughtUp => IsRunning && Checked().All(static worker => worker.Status.IsCaughtUp);

    /// <summary>Records of positions that were taken by the present tasks.</summary>
    public long Records => Processors().Sum(static margin => margin.Counts.Records);

    /// <summary>Accounts that stand in the tables.</summary>
    public long Accounts => Processors().Sum(static margin => (margin.Engine as Engine.MarginEngine)?.AccountCount ?? 0);

    /// <summary>Triggers that were emitted by the present tasks.</summary>
    public long Triggers => Processors().Sum(static margin => margin.Counts.Triggers);

    /// <summary>Records that could not be used.</summary>
    public long DeadLetters => Tasks().Sum(static task => task.Counts.DeadLetters.Values.Sum());

    /// <summary>Records of changelogs that were read at the start.</summary>
    public long Restored => Tasks().Sum(static task => task.Counts.Restored);

    /// <summary>Transactions of all tasks.</summary>
    public long Commits => Tasks().Sum(static task => task.Counts.Commits);

    /// <summary>Whether every task has completed a snapshot.</summary>
    public bool HasSnapshots => IsRunning && Tasks().All(static task => task.Counts.Snapshots > 0);

    /// <summary>The latest frame that the oracle cut; -1 before the first.</summary>
    public long FrameCut => _workers.Oracle?.Processor?.LastFrame ?? -1;

    /// <summary>The latest frame that every margin task took; -1 before the first.</summary>
    public long FrameTaken => Processors().Select(static margin => margin.LastFrame).DefaultIfEmpty(-1).Min();

    /// <summary>Commits what was processed, and ends the tasks.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        foreach (Worker worker in _workers.All)
        {
            worker.Dispose();
        }

        _stop.Dispose();
    }

    private int PartitionsOf(string topology) => topology == OracleTopology.TopologyName ? 1 : _partitionCount;

    /// <summary>A worker that has ended never comes to what is waited for.</summary>
    private IReadOnlyList<Worker> Checked() =>
        _workers.All.FirstOrDefault(static worker => worker.Outcome is not null)?.Outcome is { } ended && !_stop.IsCancellationRequested
            ? throw new InvalidOperationException($"task {ended.Name} ended as {ended.End}", ended.Error)
            : _workers.All;

    private IEnumerable<StreamTaskStatus> Tasks() => Checked().SelectMany(static worker => worker.Status.Tasks);

    /// <summary>Those of the tasks that the workers have now; a partition that moved has left one behind.</summary>
    private IEnumerable<MarginProcessor> Processors() => _workers.All
        .Where(static worker => worker.Status.Topology == MarginTopology.TopologyName)
        .Zip(_workers.Margins)
        .SelectMany(static pair => pair.First.Status.Tasks.Select(task => pair.Second.Processors.GetValueOrDefault(task.Partition)))
        .OfType<MarginProcessor>();
}
