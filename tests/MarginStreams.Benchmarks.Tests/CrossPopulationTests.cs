using MarginStreams.Benchmarks.Cross;
using MarginStreams.Engine;
using MarginStreams.Risk;

namespace MarginStreams.Benchmarks.Tests;

/// <summary>A population is what it says: as many holdings, as near to the line, and its plain figures are those of the engine.</summary>
public sealed class CrossPopulationTests
{
    private const int Accounts = 20_000;

    [Fact]
    public void Account_Drawn_HoldsFivePositionsAndAHalfInTheMean()
    {
        CrossPopulation population = Population(CrossShape.Hot, 3);
        double holdings = Enumerable.Range(0, Accounts).Average(number => population.Account(number).Count + 1);
        Assert.InRange(holdings, 5.5, 5.62);
    }

    [Theory]
    [InlineData("hot", 30, 125)]
    [InlineData("normal", 10, 200)]
    public void Account_Drawn_KeepsToItsShape(string name, int leverageMax, int equityPercentLeast)
    {
        CrossShape shape = name == CrossShape.Hot.Name ? CrossShape.Hot : CrossShape.Normal;
        CrossPopulation population = Population(shape, 3);
        long leverage = 0;
        foreach (int number in Enumerable.Range(0, Accounts))
        {
            CrossAccount account = population.Account(number);
            Assert.True((Int128)account.Equity * 100 >= (Int128)account.Maintenance * equityPercentLeast);
            Assert.True(account.Notional <= (Int128)account.Equity * leverageMax);
            leverage = Math.Max(leverage, account.Notional / account.Equity);
        }

        Assert.Equal(leverageMax - 1, leverage);
    }

    [Fact]
    public void Engine_AtTheStart_HasTheFiguresThatWereDrawn()
    {
        CrossPopulation population = Population(CrossShape.Hot, 5);
        MarginEngine engine = population.Engine(TestContext.Current.CancellationToken);
        Assert.Equal(Accounts, engine.AccountCount);
        foreach (int number in Enumerable.Range(0, 200))
        {
            CrossAccount account = population.Account(number);
            Assessment figures = engine.Assess(population.Id(number))!;
            Assert.Equal((account.Equity, account.Equity - account.Maintenance), ((long)figures.Equity, (long)figures.MaintenanceSurplus));
            Assert.Equal(number, CrossPopulation.NumberOf(population.Id(number)));
        }
    }

    [Fact]
    public void Draw_SameSeed_GivesTheSamePath()
    {
        CrossMarkets markets = new(new BenchRandom(1));
        CrossPath[] paths = [.. Enumerable.Range(0, 2).Select(_ => CrossPath.Draw(markets, [.. markets.Price], 1_000, 100_000, new BenchRandom(2)))];
        Assert.Equal(paths[0].Price, paths[1].Price);
        Assert.Equal(paths[0].Market, paths[1].Market);
        Assert.True(paths[0].Market.Distinct().Count() > CrossMarkets.Count / 2);
    }

    private static CrossPopulation Population(CrossShape shape, ulong seed) => new(new CrossMarkets(new BenchRandom(seed)), shape, Accounts, seed);
}
