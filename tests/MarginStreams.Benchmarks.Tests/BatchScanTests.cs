using MarginStreams.Benchmarks.Cross;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Tests;

/// <summary>The full scan takes the steps that the engine takes when all markets fall, figures included, and other steps are noticed.</summary>
public sealed class BatchScanTests
{
    private const int Accounts = 2_000;

    [Theory]
    [InlineData(98)]
    [InlineData(95)]
    [InlineData(80)]
    public void Apply_AllMarketsFall_TakesTheStepsOfTheEngine(int leftPercent)
    {
        (BatchEffects engine, BatchEffects scan) = Steps(leftPercent);
        engine.Compare(scan);
        Assert.InRange(engine.Steps.Count, 10, 2 * Accounts);
        Assert.Equal(leftPercent == 80, engine.Steps.Count(step => step.Event == EpisodeEvent.Escalated) > Accounts / 20);
    }

    [Fact]
    public void Compare_OtherSteps_AreAMismatch()
    {
        (BatchEffects engine, BatchEffects scan) = Steps(95);
        scan.Steps[^1] = scan.Steps[^1] with { Sequence = 7 };
        Assert.Throws<BenchMismatchException>(() => engine.Compare(scan));
        scan.Steps.RemoveAt(scan.Steps.Count - 1);
        Assert.Throws<BenchMismatchException>(() => engine.Compare(scan));
    }

    private static (BatchEffects Engine, BatchEffects Scan) Steps(int leftPercent)
    {
        var population = new CrossPopulation(new CrossMarkets(new BenchRandom(1)), CrossShape.Hot, Accounts, 1);
        long[] prices = [.. population.Markets.Price.Select(price => price * leftPercent / 100)];
        MarketFrame frame = population.Markets.Frame(1, market => prices[market]);
        (BatchEffects engine, BatchEffects scan) = (new BatchEffects(), new BatchEffects());
        population.Engine(TestContext.Current.CancellationToken).Apply(frame, engine);
        new BatchScan(population).Apply(frame, prices, scan);
        return (engine, scan);
    }
}
