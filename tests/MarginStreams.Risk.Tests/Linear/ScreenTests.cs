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

    /// <summary>Three units: each of the parts of a line is rounded once. And a cut of 2^-60 of the notional.</summary>
    [Fact]
    public void TryBound_OrdinaryHolding_IsCloseToTheContribution() => RiskGen.Ordinary().Sample(
        one =>
        {
            BigInteger price = one.Values.PriceHigh!.Value + BigInteger.Abs(one.Values.FundingIndex);
            BigInteger notional = BigInteger.Abs(one.Size) * price * one.Instrument.ValueScale / one.Instrument.ValueDivisor;
            BigInteger gap = Wide.Of(one).Maintenance - Bound(one)!.Value;
            Assert.True(gap <= 3 + (notional >> 50), $"{gap} below at a notional of {notional}");
        },
        iter: CaseCount);

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

    private static BigInteger? Bound(RiskCase one) =>
        LinearScreen.Create(one.Instrument, one.Values) is { } screen
        && LinearScreenHolding.Create(one.Instrument, one.Size, one.Cost, one.SettledIndex) is { } holding
        && screen.TryBound(holding, out Int128 bound)
            ? bound
            : null;
}
