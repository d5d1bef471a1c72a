using System.Numerics;
using CsCheck;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Risk.Tests;

/// <summary>
/// How an account under <c>linear</c> may be liquidated, and how much of a position is enough: found by trying every size with the rule itself.
/// </summary>
public sealed class OptionTests
{
    private const int CaseCount = 5_000;
    private const int Unit = 1_000;

    private static readonly VenueTerms Terms = RiskTerms.Venue() with { Parameters = new Dictionary<string, BigInteger> { ["exitBuffer"] = 50 } };

    private static readonly LinearVenue Venue = LinearVenue.Create(Terms);

    /// <summary>Prices in thousands and fees in thousandths, so that a fee is a whole amount and what is left after a close is a holding again.</summary>
    private static readonly Gen<(LinearInstrument Instrument, MarketValues Values, int Size, int Cost, int Cash)> Accounts = Gen.Select(
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 100], Gen.Int[0, 300]).Array[1, 3],
        Gen.Int[0, 50],
        Gen.Int[0, 400],
        Gen.Int[1, 9],
        Gen.Int[-25, 25],
        Gen.Int[-40_000, 40_000],
        Gen.Int[-9_000, 9_000]).Select((brackets, fee, gainCut, price, size, profit, cash) =>
    {
        int[] bounds = [.. brackets.Select((one, j) => j * (20_000 + one.Item1))];
        int[] rates = [.. brackets.Select(one => one.Item2 * 1_000).Order()];
        Dictionary<string, BigInteger> parameters = new()
        {
            ["liquidationFeePpm"] = fee * 1_000,
            ["gainWeightPpm"] = Math.Max(1_000_000 - (gainCut * 1_000), rates[^1] + (fee * 1_000) + 1),
        };
        LinearInstrument instrument = LinearInstrument.Create(Terms, RiskTerms.Perpetual() with
        {
            Parameters = parameters,
            Tables = RiskTerms.Brackets(bounds, rates, rates),
        });
        int mark = price * Unit;
        return (instrument, MarketValues.None with { Price = mark, PriceLow = mark, PriceHigh = mark }, size, (size * mark) - profit, cash);
    });

    [Fact]
    public void SizeToExit_EveryOtherSizeTried_IsTheLeastThatReachesTheBuffer()
    {
        int found = 0, none = 0;
        Accounts.Sample(
            one =>
            {
                Assessment figures = Assess(one.Instrument, one.Values, one.Size, one.Cost, one.Cash);
                LiquidationOption? option = figures.Options.SingleOrDefault(option => option.Action == LiquidationAction.Close);
                Assert.Equal(!figures.IsOut && one.Size != 0, option is not null);
                if (option is null)
                {
                    return;
                }

                Assert.Equal(Math.Abs(one.Size), option.SizeMax);
                int? least = Enumerable.Range(0, Math.Abs(one.Size) + 1).Select(x => (int?)x)
                    .FirstOrDefault(x => Closed(one.Instrument, one.Values, one.Size, one.Cost, one.Cash, x!.Value).MaintenanceSurplus >= 50);
                Assert.Equal(least, (int?)option.SizeToExit);
                Interlocked.Add(ref found, least is null ? 0 : 1);
                Interlocked.Add(ref none, least is null ? 1 : 0);
            },
            iter: CaseCount);
        Assert.True(found > CaseCount / 50 && none > CaseCount / 10, $"{found} found, {none} none");
    }

    [Fact]
    public void Options_DebtAndAssets_AreRepaidAndSeized()
    {
        LinearInstrument asset = LinearInstrument.Create(Terms, RiskTerms.Asset());
        LinearInstrument cash = LinearInstrument.Create(Terms, RiskTerms.Cash());
        MarketValues values = MarketValues.None with { Price = 10, PriceLow = 10, PriceHigh = 10 };
        RuledHolding<BigInteger>[] holdings = [new(asset.At(values)!, 5, 0, 0), new(cash.At(MarketValues.None)!, -45, 0, 0)];
        Assert.Equal(
            [
                new LiquidationOption(LiquidationAction.Seize, "A", 5, 0),
                new LiquidationOption(LiquidationAction.Repay, "C", 45, 0),
            ],
            Venue.Assess(holdings, 0).Options);
    }

    /// <summary>A position without a debt beside it: nothing is seized for a debt that there is not.</summary>
    [Fact]
    public void Options_NoDebt_SeizeNothing()
    {
        LinearInstrument asset = LinearInstrument.Create(Terms, RiskTerms.Asset());
        LinearInstrument perpetual = LinearInstrument.Create(Terms, RiskTerms.Perpetual());
        MarketValues values = MarketValues.None with { Price = 10, PriceLow = 10, PriceHigh = 10 };
        RuledHolding<BigInteger>[] holdings = [new(asset.At(values)!, 1, 0, 0), new(perpetual.At(values)!, 3, 60, 0)];
        Assert.Equal([LiquidationAction.Close], Venue.Assess(holdings, 0).Options.Select(option => option.Action));
    }

    /// <summary>Below the buffer but not below zero, an account in liquidation stays there: how to leave is told until it is out.</summary>
    [Fact]
    public void Options_BelowTheBufferOnly_AreTold()
    {
        LinearInstrument perpetual = LinearInstrument.Create(Terms, RiskTerms.Perpetual());
        MarketValues values = MarketValues.None with { Price = 100, PriceLow = 100, PriceHigh = 100 };
        Assessment figures = Assess(perpetual, values, 10, 900 - 20, 0);
        Assert.Equal((20, false, false), ((int)figures.MaintenanceSurplus, figures.IsLiquidatable, figures.IsOut));
        Assert.Equal(3, figures.Options.Single().SizeToExit);
    }

    private static Assessment Closed(LinearInstrument instrument, MarketValues values, int size, int cost, int cash, int closed)
    {
        int signed = Math.Sign(size) * closed;
        int mark = (int)values.Price!.Value;
        int fee = (int)(closed * mark * ((LinearPerpetual)instrument).LiquidationFeePpm / 1_000_000);
        return Assess(instrument, values, size - signed, cost - (signed * mark) + fee, cash);
    }

    private static Assessment Assess(LinearInstrument instrument, MarketValues values, int size, int cost, int cash)
    {
        LinearInstrument numeraire = LinearInstrument.Create(Terms, RiskTerms.Cash());
        return Venue.Assess([new(numeraire.At(MarketValues.None)!, cash, 0, 0), new(instrument.At(values)!, size, cost, 0)], 0);
    }
}
