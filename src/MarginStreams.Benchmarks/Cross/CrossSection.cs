namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// Ticks of cross-margin accounts, a market each, against the exact scan of that market's holders. The engine's time has everything that follows from a tick:
/// the figures of who fell below maintenance, and the steps. The scan only tells who. Both open the same accounts at the same ticks.
/// </summary>
internal sealed class CrossSection : IBenchSection
{
    private const int Accounts = 1_000_000;
    private const int TicksFull = 100_000, TicksQuick = 10_000;

    // Chosen so that 4.6 % of the hot accounts fall below maintenance in the ticks of a full run.
    internal const long Step = 148_000;

    public string Name => "cross";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        CrossWarmUp.Once(context.Cancel);
        foreach (CrossShape shape in (CrossShape[])[CrossShape.Hot, CrossShape.Normal])
        {
            foreach (Figure figure in Of(shape, context))
            {
                yield return figure;
            }
        }
    }

    private IEnumerable<Figure> Of(CrossShape shape, BenchContext context)
    {
        BenchRandom random = context.Random(Name);
        var population = new CrossPopulation(new CrossMarkets(random), shape, Accounts, random.Next());
        CrossPath path = CrossPath.Draw(population.Markets, [.. population.Markets.Price], context.IsQuick ? TicksQuick : TicksFull, Step, random);
        (CrossRun run, CrossRun scan) = CrossRun.Of(population.Engine(context.Cancel), population, path, context.Cancel);
        string name = shape.Name;
        yield return new($"cross_{name}_holders_per_evaluation", (double)scan.Holders / Math.Max(1, run.Evaluations));
        yield return new($"cross_{name}_evaluations_per_tick", (double)run.Evaluations / path.Count);
        yield return new($"cross_{name}_opened_percent", 100.0 * run.Opened.Count / population.Count);
        yield return new($"cross_{name}_speedup", scan.MeanNs / run.MeanNs);
        yield return new($"cross_{name}_scan_us_mean", scan.MeanNs / Timing.NsPerUs);
        yield return new($"cross_{name}_scan_ns_per_holder", scan.MeanNs * path.Count / scan.Holders);
        yield return new($"cross_tick_us_mean_{name}", run.MeanNs / Timing.NsPerUs);
        yield return new($"cross_tick_us_mean_{name}_opening_nothing", run.MeanQuietNs / Timing.NsPerUs);
        yield return new($"cross_tick_us_p50_{name}", run.PermilleNs(500) / Timing.NsPerUs);
        yield return new($"cross_tick_us_p99_{name}", run.PermilleNs(990) / Timing.NsPerUs);
        yield return new($"cross_tick_us_p999_{name}", run.PermilleNs(999) / Timing.NsPerUs);
        yield return new($"cross_tick_us_max_{name}", run.PermilleNs(1_000) / Timing.NsPerUs);
    }
}
