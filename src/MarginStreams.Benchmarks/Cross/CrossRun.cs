using System.Diagnostics;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// A path through an engine or the scan: how long each tick took, and who was opened at which. An account that opens is closed right after, untimed.
/// </summary>
internal sealed class CrossRun
{
    private const int Turn = 5_000;
    private readonly HashSet<int> _opening = [];

    private CrossRun(int ticks) => TickNs = new double[ticks];

    /// <summary>Time of each tick, ns.</summary>
    public double[] TickNs { get; }

    /// <summary>Who was opened at which tick: in order of tick, then of number.</summary>
    public List<(int Tick, int Account)> Opened { get; } = [];

    /// <summary>Accounts that ticks measured.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Holders of the markets that ticked, those who left before not counted.</summary>
    public long Holders { get; private set; }

    /// <summary>Mean time of a tick, ns.</summary>
    public double MeanNs => TickNs.Average();

    /// <summary>Mean time of the ticks that opened nothing, ns.</summary>
    public double MeanQuietNs => (TickNs.Sum() - TickNs.Where((_, tick) => _opening.Contains(tick)).Sum()) / (TickNs.Length - _opening.Count);

    /// <summary>Both along a path, in turns: noise of the machine meets both. They open the same accounts.</summary>
    /// <exception cref="BenchMismatchException">They do not.</exception>
    public static (CrossRun Engine, CrossRun Scan) Of(MarginEngine engine, CrossPopulation population, CrossPath path, CancellationToken cancel)
    {
        var effects = new CrossEffects();
        MarketFrame[] frames = path.Frames(population.Markets, firstNumber: 1);
        var scan = new CrossScan(population);
        (CrossRun ofEngine, CrossRun ofScan) = (new CrossRun(path.Count), new CrossRun(path.Count));
        GC.Collect();
        for (int first = 0; first < path.Count; first += Turn)
        {
            cancel.ThrowIfCancellationRequested();
            int end = Math.Min(path.Count, first + Turn);
            for (int tick = first; tick < end; tick++)
            {
                ofEngine.Tick(tick, engine, population, frames[tick], effects);
            }

            for (int tick = first; tick < end; tick++)
            {
                ofScan.Tick(tick, scan, path.Market[tick], path.Price[tick]);
            }
        }

        ofEngine.Compare(ofScan);
        return (ofEngine, ofScan);
    }

    /// <summary>Ticks of an engine alone.</summary>
    public static CrossRun Of(MarginEngine engine, CrossPopulation population, MarketFrame[] frames, CancellationToken cancel)
    {
        var effects = new CrossEffects();
        var run = new CrossRun(frames.Length);
        for (int tick = 0; tick < frames.Length; tick++)
        {
            run.Tick(tick, engine, population, frames[tick], effects);
            cancel.ThrowIfCancellationRequested();
        }

        return run;
    }

    /// <summary>Holds what was opened against what another run opened.</summary>
    /// <exception cref="BenchMismatchException">They differ.</exception>
    internal void Compare(CrossRun scan)
    {
        if (!Opened.SequenceEqual(scan.Opened))
        {
            int same = Opened.Zip(scan.Opened).TakeWhile(pair => pair.First == pair.Second).Count();
            throw new BenchMismatchException(
                $"the engine opened {Opened.Count} episodes where the exact scan finds {scan.Opened.Count}; only the first {same} are the same");
        }
    }

    /// <summary>Time of a tick that so many of a thousand are not longer than, ns.</summary>
    public double PermilleNs(int permille)
    {
        double[] sorted = [.. TickNs.Order()];
        return sorted[(int)((sorted.Length - 1L) * permille / 1_000)];
    }

    private void Tick(int tick, MarginEngine engine, CrossPopulation population, MarketFrame frame, CrossEffects effects)
    {
        long measured = engine.MeasuredCount;
        long start = Stopwatch.GetTimestamp();
        engine.Apply(frame, effects);
        TickNs[tick] = Timing.Ns(Stopwatch.GetTimestamp() - start);
        Evaluations += engine.MeasuredCount - measured;
        if (effects.Opened.Count > 0)
        {
            _opening.Add(tick);
            int[] accounts = [.. effects.Opened.Select(CrossPopulation.NumberOf).Order()];
            effects.Opened.Clear();
            foreach (int account in accounts)
            {
                Opened.Add((tick, account));
                foreach (HoldingEvent closing in population.Closing(account))
                {
                    engine.Apply(closing, effects);
                }
            }
        }
    }

    private void Tick(int tick, CrossScan scan, int market, long price)
    {
        Holders += scan.Holders(market);
        long start = Stopwatch.GetTimestamp();
        ReadOnlySpan<int> found = scan.Tick(market, price);
        TickNs[tick] = Timing.Ns(Stopwatch.GetTimestamp() - start);
        foreach (int account in found)
        {
            Opened.Add((tick, account));
            scan.Remove(account);
        }
    }
}
