using MarginStreams.Benchmarks.Cross;

namespace MarginStreams.Benchmarks.Tests;

/// <summary>The scan of cross margin finds whom plain sums find, and the engine opens the same accounts at the same ticks.</summary>
public sealed class CrossScanTests
{
    private const int Accounts = 3_000, Ticks = 5_000;
    private const long Step = 2_000_000;

    [Fact]
    public void Tick_AnyPath_FindsWhomPlainSumsFind()
    {
        (CrossPopulation population, CrossPath path) = World(7);
        var scan = new CrossScan(population);
        long[] prices = [.. population.Markets.Price];
        var alive = Enumerable.Range(0, Accounts).ToHashSet();
        int found = 0;
        for (int tick = 0; tick < 500; tick++)
        {
            prices[path.Market[tick]] = path.Price[tick];
            int[] expected = [.. alive.Where(account => Surplus(population, account, prices) < 0).Order()];
            int[] below = scan.Tick(path.Market[tick], path.Price[tick]).ToArray();
            Assert.Equal(expected, below);
            Array.ForEach(below, scan.Remove);
            alive.ExceptWith(below);
            found += below.Length;
        }

        Assert.True(found > 20, $"only {found} fell below zero");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Of_EngineAndScan_OpenTheSameAccounts(ulong seed)
    {
        (CrossPopulation population, CrossPath path) = World(seed);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        (CrossRun engine, CrossRun scan) = CrossRun.Of(population.Engine(cancel), population, path, cancel);
        Assert.InRange(engine.Opened.Count, Accounts / 20, Accounts);
        Assert.Equal(scan.Opened, engine.Opened);
        Assert.InRange(engine.Evaluations, engine.Opened.Count, scan.Holders);
    }

    [Fact]
    public void Compare_OtherPath_IsAMismatch()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        (CrossPopulation population, CrossPath path) = World(1);
        (CrossRun one, _) = CrossRun.Of(population.Engine(cancel), population, path, cancel);
        (population, path) = World(2);
        (CrossRun other, _) = CrossRun.Of(population.Engine(cancel), population, path, cancel);
        Assert.Throws<BenchMismatchException>(() => one.Compare(other));
    }

    private static long Surplus(CrossPopulation population, int number, long[] prices)
    {
        CrossAccount account = population.Account(number);
        long surplus = account.Cash;
        for (int i = 0; i < account.Count; i++)
        {
            (int market, long size) = (account.Market[i], account.Size[i]);
            surplus += (size * prices[market] * CrossMarkets.Scale) - (Math.Abs(size) * prices[market] * population.Markets.Permille[market]);
        }

        return surplus;
    }

    private static (CrossPopulation Population, CrossPath Path) World(ulong seed)
    {
        var random = new BenchRandom(seed);
        var population = new CrossPopulation(new CrossMarkets(random), CrossShape.Hot, Accounts, random.Next());
        return (population, CrossPath.Draw(population.Markets, [.. population.Markets.Price], Ticks, Step, random));
    }
}
