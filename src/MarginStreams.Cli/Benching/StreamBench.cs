using MarginStreams.Benchmarks;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Running;
using MarginStreams.Streams;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Cli.Benching;

/// <summary>
/// The benchmark of the whole path on a broker, in the phases in which other stream processors are measured: new positions, a start without local state,
/// changed positions, prices that nobody crosses, and prices that one account crosses each. What comes out is checked: how fast something wrong is does not
/// matter.
/// </summary>
public sealed class StreamBench
{
    private const long HistoryMs = 3_600_000;
    private readonly Settings _settings;
    private readonly StreamBenchOptions _options;
    private readonly ILoggerFactory _loggers;

    /// <summary>A run on the cluster that the settings name.</summary>
    public StreamBench(Settings settings, StreamBenchOptions options, ILoggerFactory loggers)
    {
        _settings = settings;
        _options = options;
        _loggers = loggers;
    }

    /// <summary>Runs, and prints one line for each figure as it comes, then one for each budget of a figure that was measured.</summary>
    /// <exception cref="BenchMismatchException">What came out is not what the inputs demand.</exception>
    public BenchVerdict Run(Action<string> print, CancellationToken cancel)
    {
        foreach (string line in Machine.Lines())
        {
            print(line);
        }

        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Figure figure in Figures(cancel))
        {
            figures.Add(figure.Name, figure.Value);
            print(figure.ToString());
        }

        return BenchVerdict.Of(_options.Positions >= StreamBenchOptions.PositionsLarge ? figures : [], print);
    }

    private IEnumerable<Figure> Figures(CancellationToken cancel)
    {
        // Records of a bygone hour, so that stream-time can run ahead of the clock for as long as prices that nobody crosses need.
        long startMs = BenchWorld.NowMs - HistoryMs;
        using var world = new BenchWorld(_settings, _options, _loggers, cancel);
        yield return new("positions", _options.Positions);
        yield return new("partitions", world.Options.PartitionCount);
        using ServedPipeline oracle = Prepare(world, startMs);
        using (ServedPipeline margins = world.Serve(ServiceRole.Margin))
        {
            foreach (Figure figure in UpdatePhase.Run(world, margins, startMs, cancel))
            {
                yield return figure;
            }
        }

        using (ServedPipeline first = world.Serve(ServiceRole.Margin, snapshotEveryMs: 1))
        {
            foreach (Figure figure in RestorePhase.Run(world, first, _options.Accounts))
            {
                yield return figure;
            }

            world.Await("every task has a snapshot", () => first.HasSnapshots);
        }

        using ServedPipeline restored = world.Serve(ServiceRole.Margin, snapshotEveryMs: int.MaxValue);
        yield return RestorePhase.FromSnapshots(world, restored, _options.Accounts);

        foreach (Figure figure in ChangePhase.Run(world, restored, startMs, cancel))
        {
            yield return figure;
        }

        foreach (Figure figure in TickPhase.Run(world, oracle, restored, startMs))
        {
            yield return figure;
        }

        foreach (Figure figure in VisiblePhase.Run(world, cancel))
        {
            yield return figure;
        }

        BenchWorld.Expect("triggers: one opens and one closes each crossing", 2L * _options.Crossings, restored.Triggers);
        BenchWorld.Expect("dead letters", 0, oracle.DeadLetters + restored.DeadLetters);
    }

    /// <summary>The market stands in frames before the first position comes.</summary>
    private static ServedPipeline Prepare(BenchWorld world, long startMs)
    {
        using BenchFeed feed = world.BulkFeed();
        ServedPipeline oracle = world.Serve(ServiceRole.Oracle);
        try
        {
            feed.Define(startMs);
            world.Await("the market is defined", () => oracle.FrameCut >= 0 && oracle.IsCaughtUp);
            return oracle;
        }
        catch
        {
            oracle.Dispose();
            throw;
        }
    }
}
