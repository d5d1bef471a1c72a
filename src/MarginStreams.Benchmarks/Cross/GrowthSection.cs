using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// The mean tick of ten times as many accounts at about as many evaluations a tick: prices move less there, by as much as a few paths before have shown. The
/// ratio is that of the time of a tick for each of its evaluations, as those are not quite equal; ticks that open an episode are left out. What is left of the
/// difference is memory that does not fit the caches.
/// </summary>
internal sealed class GrowthSection : IBenchSection
{
    private const int Factor = 10;
    private const int AccountsFull = 1_000_000, AccountsQuick = 50_000;
    private const int Ticks = 20_000;
    private const int Trials = 8;

    // Evaluations grow so with the size of a step, or less: the trials do not swing.
    private const double Power = 4;

    public string Name => "growth";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        CrossWarmUp.Once(context.Cancel);
        int accounts = context.IsQuick ? AccountsQuick : AccountsFull;
        (CrossRun small, _) = Measure(accounts, CrossSection.Step, null, context);
        (CrossRun large, double step) = Measure(Factor * accounts, CrossSection.Step / 2, small, context);
        double ratio = large.MeanQuietNs / large.Evaluations / (small.MeanQuietNs / small.Evaluations);
        yield return new(context.IsQuick ? "growth_50k_to_500k" : "growth_1m_to_10m", ratio);
        yield return new("growth_tick_us_mean_small", small.MeanQuietNs / Timing.NsPerUs);
        yield return new("growth_tick_us_mean_large", large.MeanQuietNs / Timing.NsPerUs);
        yield return new("growth_evaluations_per_tick_small", (double)small.Evaluations / Ticks);
        yield return new("growth_evaluations_per_tick_large", (double)large.Evaluations / Ticks);
        yield return new("growth_opened_per_tick_small", (double)small.Opened.Count / Ticks);
        yield return new("growth_opened_per_tick_large", (double)large.Opened.Count / Ticks);
        yield return new("growth_step_ratio", step / CrossSection.Step);
    }

    /// <summary>Trials, then the run; with another run to be like, each trial brings the step nearer to as many evaluations.</summary>
    private (CrossRun Run, double Step) Measure(int accounts, double step, CrossRun? like, BenchContext context)
    {
        BenchRandom random = context.Random(Name);
        var population = new CrossPopulation(new CrossMarkets(random), CrossShape.Hot, accounts, random.Next());
        MarginEngine engine = population.Engine(context.Cancel);
        long[] prices = [.. population.Markets.Price];
        long number = 1;
        for (int trial = 0; trial < Trials; trial++)
        {
            CrossRun run = Run();
            if (like is not null)
            {
                step *= Math.Pow((double)like.Evaluations / Math.Max(1, run.Evaluations), 1 / Power);
            }
        }

        GC.Collect();
        return (Run(), step);

        CrossRun Run()
        {
            CrossPath path = CrossPath.Draw(population.Markets, prices, Ticks, (long)step, random);
            MarketFrame[] frames = path.Frames(population.Markets, number);
            number += Ticks;
            return CrossRun.Of(engine, population, frames, context.Cancel);
        }
    }
}
