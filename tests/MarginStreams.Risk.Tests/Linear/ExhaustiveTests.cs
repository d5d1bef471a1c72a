using System.Numerics;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Risk.Tests;

/// <summary>All small inputs, against the page worked out by hand: nothing is left to chance.</summary>
public sealed class ExhaustiveTests
{
    private static readonly VenueTerms Venue = new("v", "linear", 1, "USD", 0, new Dictionary<string, BigInteger>(), 0);

    [Fact]
    public void Contribution_EverySmallPerpetual_EqualsThePage()
    {
        int[] bounds = [0, 4, 9], initial = [100_000, 250_000, 400_000], maintenance = [0, 150_000, 333_333];
        int cases = 0;
        foreach (int gain in new[] { 1_000_000, 500_000 })
        {
            foreach (int fee in new[] { 0, 12_345 })
            {
                var perpetual = Perpetual(bounds, initial, maintenance, gain, fee);
                foreach (RiskCase one in Market(perpetual, prices: 5, indices: [10]))
                {
                    (int size, int cost, int settled) = ((int)one.Size, (int)one.Cost, (int)one.SettledIndex);
                    int price = (int)(size < 0 ? one.Values.PriceHigh : one.Values.PriceLow)!.Value, funding = (int)one.Values.FundingIndex;
                    var expected = new Lines<BigInteger>(
                        (size * (int)one.Values.Price!.Value) - cost - (size * (funding - settled)),
                        ByHand.Perpetual(size, price, cost, funding, settled, gain, fee, bounds, initial),
                        ByHand.Perpetual(size, price, cost, funding, settled, gain, fee, bounds, maintenance));
                    Same(expected, one);
                    cases++;
                }
            }
        }

        Assert.Equal(4 * 7 * 13 * 2 * 5 * 2 * 2 * 2, cases);
    }

    [Fact]
    public void Contribution_EverySmallAsset_EqualsThePage()
    {
        int cases = 0;
        (int, int, int, int)[] weights =
            [(0, 0, 1_000_000, 1_000_000), (333_333, 700_000, 1_050_000, 1_250_000), (1_000_000, 1_000_000, 1_000_001, 1_999_999)];
        foreach ((int wi, int wm, int lwm, int lwi) in weights)
        {
            var asset = Asset(wi, wm, lwm, lwi);
            foreach (RiskCase one in Market(asset, prices: 5, indices: [10, 13]))
            {
                bool debt = one.Size.Sign < 0;
                int index = (int)((debt ? one.Values.BorrowIndex : one.Values.DepositIndex) / BigInteger.Pow(10, 17));
                int price = (int)(debt ? one.Values.PriceHigh : one.Values.PriceLow)!.Value;
                var expected = new Lines<BigInteger>(
                    ByHand.Asset((int)one.Size, (int)one.Values.Price!.Value, index, 1_000_000),
                    ByHand.Asset((int)one.Size, price, index, debt ? lwi : wi),
                    ByHand.Asset((int)one.Size, price, index, debt ? lwm : wm));
                Same(expected, one);
                cases++;
            }
        }

        Assert.Equal(3 * 7 * 13 * 2 * 5 * 2 * 2 * 2 * 2, cases);
    }

    private static IEnumerable<RiskCase> Market(LinearInstrument instrument, int prices, int[] indices) =>
        from size in Enumerable.Range(-3, 7)
        from cost in Enumerable.Range(-6, 13)
        from settled in new[] { 0, 2 }
        from price in Enumerable.Range(1, prices)
        from below in new[] { 0, 1 }
        from above in new[] { 0, 1 }
        from funding in new[] { 0, -3 }
        from index in indices
        let tenth = BigInteger.Pow(10, 17)
        let values = new MarketValues(price, price - below, price + above, funding, index * tenth, (index + 1 - (index % 2)) * tenth)
        select new RiskCase(instrument, values, size, cost, settled);

    private static void Same(Lines<BigInteger> expected, RiskCase one)
    {
        if (expected != Wide.Of(one) || expected != Narrow(one))
        {
            Assert.Fail($"{one} {one.Instrument.Terms}: {expected}, not {Wide.Of(one)} and {Narrow(one)}");
        }
    }

    private static Lines<BigInteger> Narrow(RiskCase one)
    {
        Lines<Int128> narrow = Lines<Int128>.Of(one)!.Value;
        return new(narrow.Equity, narrow.Initial, narrow.Maintenance);
    }

    private static LinearInstrument Perpetual(int[] bounds, int[] initial, int[] maintenance, int gain, int fee) =>
        LinearInstrument.Create(Venue, RiskTerms.Perpetual() with
        {
            Parameters = new Dictionary<string, BigInteger> { ["gainWeightPpm"] = gain, ["liquidationFeePpm"] = fee },
            Tables = RiskTerms.Brackets(bounds, initial, maintenance),
        });

    private static LinearInstrument Asset(int wi, int wm, int lwm, int lwi) =>
        LinearInstrument.Create(Venue, RiskTerms.Asset() with { Parameters = RiskTerms.Weights(wi, wm, lwm, lwi) });
}
