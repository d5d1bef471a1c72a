using System.Numerics;
using CsCheck;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Risk.Tests;

/// <summary>A screen is never above the exact contribution, and for ordinary numbers hardly below it.</summary>
public sealed class ScreenTests
{
    private const int CaseCount = 20_000;

    [Fact]
    public void TryBound_AnyHolding_IsNeverAboveTheContribution()
    {
        int bounds = 0;
        Gen.OneOf(RiskGen.Case(small: true), RiskGen.Ordinary(), RiskGen.Case(small: false)).Sample(
            one =>
            {
                if (Bound(one) is { } bound)
                {
                    Assert.True(bound <= Wide.Of(one).Maintenance, $"{bound} above {Wide.Of(one).Maintenance}");
                    Interlocked.Increment(ref bounds);
                }
            },
            iter: CaseCount);
        Assert.True(bounds > CaseCount / 2, $"{bounds} bounds");
    }

    /// <summary>Within what four roundings and the cuts of slope and size can do.</summary>
    [Fact]
    public void TryBounds_AnyHolding_EnclosesTheContributions()
    {
        int cases = 0, close = 0;
        Gen.OneOf(RiskGen.Case(small: true), RiskGen.Ordinary(), RiskGen.Case(small: false)).Sample(
            one =>
            {
                Screen screen = ScreenOf(one);
                if (ScreenHolding.TryCreate(screen, one.Size, one.Cost, one.SettledIndex, out ScreenHolding holding)
                    && screen.TryBounds(holding, out ScreenBounds bounds))
                {
                    int shift = screen.MoneyShift;
                    Lines<BigInteger> exact = Wide.Of(one);
                    BigInteger most = (BigInteger)bounds.MaintenanceMost << shift;
                    Assert.True(most >= exact.Maintenance, $"{most} below {exact.Maintenance}");
                    Assert.True((BigInteger)bounds.EquityLeast << shift <= exact.Equity, $"{bounds} above {exact.Equity}");
                    Assert.True((BigInteger)bounds.EquityMost << shift >= exact.Equity, $"{bounds} below {exact.Equity}");
                    Interlocked.Increment(ref cases);
                    bool isClose = most - exact.Maintenance <= 8 << shift && bounds.EquityMost - bounds.EquityLeast <= 8;
                    Interlocked.Add(ref close, isClose ? 1 : 0);
                }
            },
            iter: CaseCount);
        Assert.True(cases > CaseCount / 2 && close > cases / 2, $"{close} of {cases} close");
    }

    /// <summary>Three units: each of the parts of a line is rounded once. And what is cut off slope and size, 60 times at most by weight and index.</summary>
    [Fact]
    public void TryBound_OrdinaryHolding_IsCloseToTheContribution()
    {
        int bounds = 0;
        RiskGen.Ordinary().Sample(
            one =>
            {
                if (Bound(one) is { } bound)
                {
                    BigInteger gap = Wide.Of(one).Maintenance - bound;
                    BigInteger unit = BigInteger.One << ScreenUnits.SizeShift(one.Instrument.Terms.SizeExponent);
                    BigInteger cut = 60 * ((Notional(one, one.Size) >> 40) + Notional(one, unit) + 1);
                    Assert.True(gap <= (4 << ScreenUnits.MoneyShift(one.Instrument.NumeraireExponent)) + cut, $"{gap} below");
                    Interlocked.Increment(ref bounds);
                }
            },
            iter: CaseCount);
        Assert.True(bounds > CaseCount / 2, $"{bounds} bounds");
    }

    /// <summary>In every bracket, at its beginning and around it, on both sides.</summary>
    [Fact]
    public void TryBound_AroundTheBeginningOfABracket_IsNeverAboveAndClose()
    {
        LinearInstrument instrument = LinearInstrument.Create(RiskTerms.Venue(), RiskTerms.Perpetual() with
        {
            Tables = RiskTerms.Brackets([0, 1_000, 1_001, 50_000], [100_000, 100_000, 200_000, 500_000], [50_000, 50_000, 100_000, 400_000]),
        });
        MarketValues values = MarketValues.None with { Price = 7, PriceLow = 6, PriceHigh = 8 };
        int sizes = 0;
        foreach (BigInteger begin in ((LinearPerpetual)instrument).Brackets.LowerBound)
        {
            for (int i = -9; i <= 9; i++)
            {
                foreach (int price in (int[])[6, -8])
                {
                    BigInteger size = (begin * instrument.ValueDivisor / (price * instrument.ValueScale)) + i;
                    var one = new RiskCase(instrument, values, size, 5, 3);
                    Assert.InRange(Wide.Of(one).Maintenance - Bound(one)!.Value, 0, 4);
                    sizes++;
                }
            }
        }

        Assert.True(sizes == 4 * 19 * 2, $"{sizes} sizes");
    }

    [Fact]
    public void Create_NumeraireWithoutFeed_HasAScreenWithoutPrices()
    {
        var one = new RiskCase(LinearInstrument.Create(RiskTerms.Venue(), RiskTerms.Cash(priceExponent: -2)), MarketValues.None, 12345, 0, 0);
        Assert.Equal(12345, Wide.Of(one).Maintenance);
        Assert.InRange(Bound(one)!.Value, 12344, 12345);
    }

    [Fact]
    public void TryBound_AmountBeyondTheScreen_GivesNone()
    {
        var far = new RiskCase(LinearInstrument.Create(RiskTerms.Venue(), RiskTerms.Cash()), MarketValues.None, BigInteger.Pow(10, 60), 0, 0);
        var owing = new RiskCase(
            LinearInstrument.Create(RiskTerms.Venue(), RiskTerms.Perpetual()),
            MarketValues.None with { Price = 1, PriceLow = 1, PriceHigh = 1 },
            Size: 1,
            Cost: BigInteger.Pow(10, 60),
            SettledIndex: 0);
        Assert.Null(Bound(far));
        Assert.Null(Bound(owing));
    }

    private static Screen ScreenOf(RiskCase one)
    {
        Screen screen = one.Instrument.CreateScreen(0, one.Size.Sign < 0);
        screen.Update(one.Values);
        return screen;
    }

    private static BigInteger? Bound(RiskCase one)
    {
        Screen screen = ScreenOf(one);
        return ScreenHolding.TryCreate(screen, one.Size, one.Cost, one.SettledIndex, out ScreenHolding holding)
            && screen.TryLeast(holding, out long bound)
                ? (BigInteger)bound << screen.MoneyShift
                : null;
    }

    private static BigInteger Notional(RiskCase one, BigInteger size) => BigInteger.Abs(size)
        * (one.Values.PriceHigh!.Value + BigInteger.Abs(one.Values.FundingIndex)) * one.Instrument.ValueScale / one.Instrument.ValueDivisor;
}
