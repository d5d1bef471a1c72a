using System.Diagnostics;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// All markets fall by 5 % in one frame: the time to the last step of an episode, against one full exact scan of all accounts that builds the same steps with
/// the same figures. A new engine each round; each round has a ratio.
/// </summary>
internal sealed class BatchSection : IBenchSection
{
    private const int AccountsFull = 1_000_000, AccountsQuick = 200_000, AccountsWarm = 20_000;
    private const int RoundsFull = 5, RoundsQuick = 3;
    private const int LeftPercent = 95;

    public string Name => "batch5";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        CrossWarmUp.Once(context.Cancel);
        BenchRandom random = context.Random(Name);
        var markets = new CrossMarkets(random);
        for (int warm = 0; warm < RoundsFull; warm++)
        {
            Round(new CrossPopulation(markets, CrossShape.Hot, AccountsWarm, random.Next()), context.Cancel);
        }

        int rounds = context.IsQuick ? RoundsQuick : RoundsFull;
        var population = new CrossPopulation(markets, CrossShape.Hot, context.IsQuick ? AccountsQuick : AccountsFull, random.Next());
        var times = new List<Times>();
        for (int round = 0; round < rounds; round++)
        {
            times.Add(Round(population, context.Cancel));
        }

        yield return new("batch5_last_trigger_vs_scan", Timing.Median(times.Select(time => time.ToldNs / time.ScanNs)));
        yield return new("batch5_last_trigger_ms", Timing.Median(times.Select(time => time.ToldNs)) / Timing.NsPerMs);
        yield return new("batch5_registered_ms", Timing.Median(times.Select(time => time.AllNs)) / Timing.NsPerMs);
        yield return new("batch5_scan_ms", Timing.Median(times.Select(time => time.ScanNs)) / Timing.NsPerMs);
        yield return new("batch5_steps", times[0].Steps);
    }

    private static Times Round(CrossPopulation population, CancellationToken cancel)
    {
        MarginEngine engine = population.Engine(cancel);
        var scan = new BatchScan(population);
        long[] prices = [.. population.Markets.Price.Select(price => price * LeftPercent / 100)];
        MarketFrame frame = population.Markets.Frame(1, market => prices[market]);
        (BatchEffects told, BatchEffects scanned) = (new BatchEffects(), new BatchEffects());
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        engine.Apply(frame, told);
        long end = Stopwatch.GetTimestamp();
        GC.Collect();
        double scanNs = Timing.Ns(() => scan.Apply(frame, prices, scanned));
        told.Compare(scanned);
        return new(Timing.Ns(told.ToldAt - start), Timing.Ns(end - start), scanNs, told.Steps.Count);
    }

    private readonly record struct Times(double ToldNs, double AllNs, double ScanNs, int Steps);
}
