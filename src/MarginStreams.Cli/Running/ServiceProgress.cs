using MarginStreams.Cli.Health;
using MarginStreams.Engine;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using AccountBand = MarginStreams.Contracts.AccountBand;

namespace MarginStreams.Cli.Running;

/// <summary>What the tasks of a process did so far, for its log, its metrics, and for knowing when everything is done.</summary>
internal sealed class ServiceProgress(IReadOnlyList<Worker> workers, OracleTopology? oracle, IReadOnlyList<MarginTopology> margins)
{
    private static readonly AccountBand[] Bands = Enum.GetValues<AccountBand>();
    private readonly Lock _gate = new();
    private readonly Dictionary<MarginProcessor, (long Frames, long Evaluations)> _counted = new(ReferenceEqualityComparer.Instance);
    private long? _intakeDoneAt;
    private long _framesApplied;
    private long _evaluations;

    /// <summary>Whether everything that stands in the inputs was processed.</summary>
    public bool IsCaughtUp
    {
        get
        {
            WorkerStatus[] now = [.. workers.Select(worker => worker.Status)];

            // A worker may be without tasks while others of its topology have them all.
            return Array.TrueForAll(now, worker => worker.IsCaughtUp || worker.Tasks.Count == 0)
                && now.GroupBy(worker => worker.Topology, StringComparer.Ordinal).All(topology => topology.Any(worker => worker.Tasks.Count > 0))
                && MarginsHaveAllFrames
                && MarginsTurnedSinceTheIntakeWasDone(now);
        }
    }

    /// <summary>A margin task that stood at the end of its positions may have looked before the intake wrote the last of them.</summary>
    private bool MarginsTurnedSinceTheIntakeWasDone(WorkerStatus[] now)
    {
        WorkerStatus[] intakes = Array.FindAll(now, worker => worker.Topology == IntakeTopology.TopologyName);
        if (intakes.Length == 0)
        {
            return true;
        }

        _intakeDoneAt ??= intakes.Max(worker => worker.TurnedAt);
        return Array.TrueForAll(now, worker => worker.Topology != MarginTopology.TopologyName || worker.TurnedAt > _intakeDoneAt);
    }

    /// <summary>What they made of the market.</summary>
    public MarketSnapshot Market()
    {
        MarginProcessor[] processors = [.. Processors()];
        lock (_gate)
        {
            Count(processors);
            return new(
                LastFrame(processors),
                Math.Max(oracle?.Processor?.LastFrameMs ?? 0, processors.Select(margin => margin.LastFrameMs).DefaultIfEmpty().Max()),
                _framesApplied,
                _evaluations,
                Bands.ToDictionary(
                    band => band.ToString().ToLowerInvariant(), band => processors.Sum(margin => Accounts(margin, band)), StringComparer.Ordinal));
        }
    }

    /// <summary>One line for the log.</summary>
    public string Text()
    {
        StreamTaskStatus[] tasks = [.. workers.SelectMany(worker => worker.Status.Tasks)];
        MarginProcessor[] processors = [.. Processors()];
        return $"frame={LastFrame(processors)} records={processors.Sum(margin => margin.Counts.Records)} "
            + $"triggers={processors.Sum(margin => margin.Counts.Triggers)} "
            + $"opened={processors.Sum(margin => margin.Counts.Opened)} closed={processors.Sum(margin => margin.Counts.Closed)} "
            + $"deadLetters={tasks.Sum(task => task.Counts.DeadLetters.Values.Sum())} commits={tasks.Sum(task => task.Counts.Commits)} "
            + $"restarts={workers.Sum(worker => worker.Status.ProducersReplaced)}";
    }

    /// <summary>Whether every margin task applied the last frame that this process's oracle closed.</summary>
    private bool MarginsHaveAllFrames => oracle?.Processor is not { } source || Processors().All(margin => margin.LastFrame >= source.LastFrame);

    /// <summary>The processors of the tasks that this process has now.</summary>
    private IEnumerable<MarginProcessor> Processors()
    {
        HashSet<int> owned = [.. workers.Where(worker => worker.Status.Topology == MarginTopology.TopologyName)
            .SelectMany(worker => worker.Status.Tasks.Select(task => task.Partition))];
        return margins.SelectMany(margin => margin.Processors).Where(processor => owned.Contains(processor.Key)).Select(processor => processor.Value);
    }

    private long LastFrame(MarginProcessor[] processors) =>
        Math.Max(oracle?.Processor?.LastFrame ?? -1, processors.Select(margin => margin.LastFrame).DefaultIfEmpty(-1).Min());

    /// <summary>Adds what happened since the last look: a processor that goes takes its counts with it, and a counter must never fall.</summary>
    private void Count(MarginProcessor[] processors)
    {
        foreach (MarginProcessor gone in _counted.Keys.Except(processors).ToArray())
        {
            _counted.Remove(gone);
        }

        foreach (MarginProcessor margin in processors)
        {
            (long frames, long evaluations) = _counted.GetValueOrDefault(margin);
            (long Frames, long Evaluations) now = (margin.Counts.Frames, (margin.Engine as MarginEngine)?.MeasuredCount ?? 0);
            _framesApplied += now.Frames - frames;
            _evaluations += now.Evaluations - evaluations;
            _counted[margin] = now;
        }
    }

    private static long Accounts(MarginProcessor margin, AccountBand band) => margin.Engine is not MarginEngine engine ? 0
        : band == AccountBand.Warning ? engine.WarnedCount
        : engine.CountOf(Enum.Parse<Engine.AccountBand>(band.ToString()));
}
