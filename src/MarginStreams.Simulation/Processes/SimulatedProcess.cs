using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Simulation;

/// <summary>
/// A process with its workers, as <c>run</c> has them: one of the oracle and some of the margin topology. It has lives: each begins with new workers and with
/// nothing but what stands in the log and on its disk.
/// </summary>
internal sealed class SimulatedProcess : IFaultyHost, IDisposable
{
    private const long DownMsMax = 15_000;
    private readonly SimulatedRun _simulation;
    private readonly SeededRandom _random;
    private readonly string _name;
    private readonly List<Worker> _workers = [];
    private FaultyCluster? _cluster;
    private WatchedTopology[] _margins = [];
    private long _upAtMs;
    private long _cutOffUntilMs;

    /// <summary>A process that was not started yet.</summary>
    public SimulatedProcess(SimulatedRun simulation, string name, SeededRandom random)
    {
        (_simulation, _name, _random) = (simulation, name, random);
        Clock = new ProcessClock(simulation.Time);
        Disk = new MemoryDisk(simulation.Faults, random, simulation.Time.Advance);
    }

    /// <summary>Its view of the time.</summary>
    public ProcessClock Clock { get; }

    /// <summary>Its disk.</summary>
    public MemoryDisk Disk { get; }

    /// <summary>Whether it stands still in the middle of an operation.</summary>
    public bool StandsStill { get; private set; }

    /// <summary>Whether it lives.</summary>
    public bool IsUp => _workers.Count > 0;

    /// <inheritdoc/>
    public bool IsUnreachable => !_simulation.Faults.IsHealed && (_simulation.IsOutage || _simulation.Time.PassedMs < _cutOffUntilMs);

    /// <summary>Its workers, while it lives.</summary>
    public IReadOnlyList<Worker> Workers => _workers;

    /// <summary>The margin processors that its tasks made last, by partition.</summary>
    public IEnumerable<(int Partition, MarginProcessor Processor)> Processors => _workers.Skip(1).SelectMany((worker, number) =>
        worker.Partitions.Select(partition => (partition, (MarginProcessor)_margins[number].Latest(partition))));

    /// <summary>Gives it a turn: a worker takes a step, or the process starts when it is time.</summary>
    public void Turn()
    {
        if (!IsUp)
        {
            if (_simulation.Time.PassedMs >= _upAtMs)
            {
                Start();
            }

            return;
        }

        Worker worker = _workers[(int)_random.Below(_workers.Count)];
        Live(() => worker.Step(TimeSpan.Zero));
        if (IsUp && _workers.Find(one => one.Outcome is not null) is { Outcome: { } outcome })
        {
            // As in production: what one worker cannot mend ends the process.
            if (outcome.End == TaskEnd.Broken)
            {
                _simulation.Find($"{_name}: task {outcome.Name} is broken: {outcome.Error}");
            }

            Leave();
        }
    }

    /// <summary>Starts now, if it does not live.</summary>
    public void Start()
    {
        if (IsUp)
        {
            return;
        }

        _simulation.Count("starts", 1);
        _cluster = new FaultyCluster(_simulation.Log, this, _simulation.Faults, _random);
        var pipeline = new Pipeline(_cluster, _simulation.Settings.Pipeline, _simulation.Wire, Clock, NullLoggerFactory.Instance);
        _margins = [.. Enumerable.Range(0, _simulation.Settings.MarginWorkers).Select(_ => new WatchedTopology(pipeline.Margin()))];
        ITopology[] topologies = [pipeline.Oracle(), .. _margins];
        _workers.AddRange(topologies.Select((topology, i) => pipeline.CreateWorker(topology, Options(topology, i))));
    }

    /// <summary>Stops as it should: commits what was processed and leaves its groups.</summary>
    public void Leave()
    {
        Live(() =>
        {
            _workers.ForEach(worker => worker.Stop());
            return true;
        });
        End();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cluster?.Dispose();
        _workers.ForEach(worker => worker.Dispose());
    }

    /// <inheritdoc/>
    public void Crash()
    {
        _cluster!.End();
        _simulation.Count("crashes", 1);
    }

    /// <summary>Does not reach the log for a time, ms.</summary>
    public void CutOff(long ms) => _cutOffUntilMs = _simulation.Time.PassedMs + ms;

    /// <inheritdoc/>
    public void Wait(long ms) => _simulation.Time.Advance(ms);

    /// <inheritdoc/>
    public void WasFenced() => _simulation.Count("fenced", 1);

    /// <inheritdoc/>
    public void StandStill()
    {
        StandsStill = true;
        _simulation.RunOthers();
        StandsStill = false;
    }

    /// <inheritdoc/>
    public void Later(Action action) => _simulation.Later(action);

    /// <summary>Runs a part of its life, which may end in it.</summary>
    private void Live(Func<bool> part)
    {
        try
        {
            part();
        }
        catch (ProcessCrashedException)
        {
            // Where the task does not see it, this is where it ends.
        }

        if (_cluster is { IsGone: true })
        {
            End();
        }
    }

    private void End()
    {
        _cluster?.End();
        _workers.ForEach(worker => worker.Dispose());
        _workers.Clear();
        _upAtMs = _simulation.Time.PassedMs + _random.Below(DownMsMax);
        Disk.Damage();
    }

    private WorkerOptions Options(ITopology topology, int number)
    {
        SimulationSettings settings = _simulation.Settings;
        return new WorkerOptions
        {
            Name = $"{_name}-{number}",
            Group = new GroupOptions(topology.GroupId, topology.OwnedTopic)
            {
                SessionTimeoutMs = settings.SessionMs,
                MaxPollIntervalMs = settings.SessionMs,
                InstanceId = settings.HasInstanceIds ? $"{_name}-{number}" : null,
            },
            Snapshots = new SnapshotOptions(Disk.Folder) { InBackground = false, EveryMs = settings.SnapshotEveryMs, AgeMsMax = SimulatedRun.SnapshotAgeMsMax },
            BackoffMsMax = 2_000,
            Sabotage = settings.Sabotage,
        };
    }
}
