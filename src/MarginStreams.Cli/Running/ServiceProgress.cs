using System.Collections.Concurrent;
using MarginStreams.Cli.Health;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using AccountBand = MarginStreams.Contracts.AccountBand;

namespace MarginStreams.Cli.Running;

/// <summary>What the topologies of a process did so far, for its log, its metrics, and for knowing when everything is done.</summary>
internal sealed class ServiceProgress
{
    private static readonly AccountBand[] Bands = Enum.GetValues<AccountBand>();
    private readonly ConcurrentDictionary<int, MarginProcessor> _margins = new();
    private volatile OracleProcessor? _oracle;
    private long _framesBefore;
    private long _evaluationsBefore;

    /// <summary>Whether every margin task that this process has applied the last frame that its oracle closed.</summary>
    public bool MarginsHaveAllFrames(IEnumerable<WorkerStatus> workers) =>
        _oracle is not { } oracle || Owned(workers).All(margin => margin.LastFrame >= oracle.LastFrame);

    /// <summary>A new oracle takes the place of a former one.</summary>
    public void Take(OracleProcessor oracle) => _oracle = oracle;

    /// <summary>A new margin processor takes the place of a former one of its partition, whose counts stay counted.</summary>
    public void Take(int partition, MarginProcessor margin)
    {
        if (_margins.TryGetValue(partition, out MarginProcessor? former))
        {
            Interlocked.Add(ref _framesBefore, former.Counts.Frames);
            Interlocked.Add(ref _evaluationsBefore, Evaluations(former));
        }

        _margins[partition] = margin;
    }

    /// <summary>What they made of the market.</summary>
    public MarketSnapshot Market(IEnumerable<WorkerStatus> workers)
    {
        MarginProcessor[] margins = [.. Owned(workers)];
        return new(
            LastFrame(margins),
            Math.Max(_oracle?.LastFrameMs ?? 0, margins.Select(margin => margin.LastFrameMs).DefaultIfEmpty().Max()),
            Interlocked.Read(ref _framesBefore) + _margins.Values.Sum(margin => margin.Counts.Frames),
            Interlocked.Read(ref _evaluationsBefore) + _margins.Values.Sum(Evaluations),
            Bands.ToDictionary(band => band.ToString().ToLowerInvariant(), band => margins.Sum(margin => Accounts(margin, band)), StringComparer.Ordinal));
    }

    /// <summary>One line for the log.</summary>
    public string Text(IReadOnlyList<WorkerStatus> workers)
    {
        MarginProcessor[] margins = [.. Owned(workers)];
        StreamTaskStatus[] tasks = [.. workers.SelectMany(worker => worker.Tasks)];
        return $"frame={LastFrame(margins)} records={margins.Sum(margin => margin.Counts.Records)} "
            + $"triggers={margins.Sum(margin => margin.Counts.Triggers)} "
            + $"opened={margins.Sum(margin => margin.Counts.Opened)} closed={margins.Sum(margin => margin.Counts.Closed)} "
            + $"deadLetters={tasks.Sum(task => task.DeadLetters.Values.Sum())} commits={tasks.Sum(task => task.Commits)} "
            + $"restarts={workers.Sum(worker => worker.ProducersReplaced)}";
    }

    private IEnumerable<MarginProcessor> Owned(IEnumerable<WorkerStatus> workers) =>
        workers.Where(worker => worker.Topology == MarginTopology.TopologyName)
            .SelectMany(worker => worker.Tasks)
            .Select(task => _margins.GetValueOrDefault(task.Partition))
            .OfType<MarginProcessor>();

    private long LastFrame(MarginProcessor[] margins) =>
        Math.Max(_oracle?.LastFrame ?? -1, margins.Select(margin => margin.LastFrame).DefaultIfEmpty(-1).Min());

    private static long Evaluations(MarginProcessor margin) => (margin.Engine as MarginEngine)?.MeasuredCount ?? 0;

    private static long Accounts(MarginProcessor margin, AccountBand band) => margin.Engine is not MarginEngine engine ? 0
        : band == AccountBand.Warning ? engine.WarnedCount
        : engine.CountOf(Enum.Parse<Engine.AccountBand>(band.ToString()));
}
