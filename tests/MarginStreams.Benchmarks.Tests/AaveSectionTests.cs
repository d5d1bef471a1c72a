using MarginStreams.Benchmarks.Aave;

namespace MarginStreams.Benchmarks.Tests;

/// <summary>Borrowers are healthy at the start and fall when their collateral does; without data the line says why there is no figure.</summary>
public sealed class AaveSectionTests
{
    [Fact]
    public void Draw_Data_GivesHealthyAccountsThatFallWithTheirCollateral()
    {
        AaveData? data = AaveData.Read(out string missing);
        Assert.SkipWhen(data is null, missing);
        var pool = new AavePool(data!);
        AaveAccount[] accounts = AavePopulation.Draw(pool, data!, 2_000, new BenchRandom(1));
        long[] prices = [.. Enumerable.Range(0, pool.Count).Select(instrument => pool.Price(instrument, 0))];
        Assert.DoesNotContain(accounts, account => account.IsBelow(pool, prices));
        prices[pool.Find("WETH", isDebt: false)] /= 2;
        Assert.InRange(accounts.Count(account => account.IsBelow(pool, prices)), 200, 1_800);
        Assert.Contains(accounts, account => account.Mode == AavePool.EtherMode);
        Assert.Contains(accounts, account => account.Mode == AavePool.StableMode);
    }

    [Fact]
    public void Without_Reason_IsPrintedAsSkipped() =>
        Assert.Equal("some=skipped (no data)", Figure.Without("some", "no data").ToString());
}
