using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>Sums what the holdings of an account count under <c>aave-v3</c>, and says what follows.</summary>
internal static class AaveJudgement
{
    /// <summary>What is needed to decide; null where a figure does not fit the lane.</summary>
    public static Judged<T>? Judge<T>(ReadOnlySpan<RuledHolding<T>> holdings, int marginClass)
        where T : IBinaryInteger<T>
    {
        var sums = default(AaveSums<T>);
        (sums.Collateral, sums.Debt, sums.Weighted, sums.Initial, sums.Maintenance) = (T.Zero, T.Zero, T.Zero, T.Zero, T.Zero);
        foreach (ref readonly RuledHolding<T> held in holdings)
        {
            var market = (AaveMarket)held.Market;
            if (!market.Fits(held.Size))
            {
                return null;
            }

            sums.Add(market.Instrument.IsDebt, held.Size, AaveRule.Share(market, held.Size, marginClass));
        }

        if (!sums.Fits)
        {
            return null;
        }

        bool liquidatable = sums.IsLiquidatable;
        return new(sums.Collateral - sums.Debt, sums.Maintenance, liquidatable, !liquidatable, sums.HasClosable);
    }

    /// <summary>All figures.</summary>
    public static Assessment Assess(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass, AaveCloseFactor closeFactor)
    {
        var sums = default(AaveSums<BigInteger>);
        var figures = new List<HoldingAssessment>(holdings.Length);
        foreach (ref readonly RuledHolding<BigInteger> held in holdings)
        {
            var market = (AaveMarket)held.Market;
            AaveShare<BigInteger> share = AaveRule.Share(market, held.Size, marginClass);
            sums.Add(market.Instrument.IsDebt, held.Size, share);
            BigInteger? price = market.IsPriced ? market.Price : null;
            figures.Add(new(market.Instrument.Terms.Id, held.Size, price, share.Value, share.Initial, share.Maintenance));
        }

        BigInteger? healthFactor = sums.Debt.IsZero ? null : AaveRule.HealthFactor(sums.Weighted, sums.Debt);
        bool liquidatable = sums.IsLiquidatable;
        return new Assessment(
            sums.Collateral - sums.Debt, sums.Initial, sums.Maintenance, BigInteger.Zero, sums.HasExposure, sums.HasClosable, figures)
        {
            IsLiquidatable = liquidatable,
            IsOut = !liquidatable,
            HealthFactorWad = healthFactor,
            Options = liquidatable ? AaveOptions.Of(holdings, marginClass, closeFactor, sums.Debt, healthFactor!.Value) : [],
        };
    }
}
