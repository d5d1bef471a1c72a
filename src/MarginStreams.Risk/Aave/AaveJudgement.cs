using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>Sums what the holdings of an account count under <c>aave-v3</c>, and says what follows.</summary>
internal static class AaveJudgement
{
    /// <summary>What is needed to decide; null where a figure does not fit the lane.</summary>
    public static Judged<T>? Judge<T>(ReadOnlySpan<RuledHolding<T>> holdings, int marginClass)
        where T : struct, IBinaryInteger<T>
    {
        var sums = default(AaveSums<T>);
                foreach (ref readonly RuledHolding<T> held in holdings)
        {
            var market = (AaveMarket)held.Market;
            if (!market.Fits(held.Size))
            {
                return null;
            }

            sums.Add(held.Size, AaveRule.Share(market, held.Size, marginClass));
        }

        if (!sums.Fits)
        {
            return null;
        }

        bool liquidatable = sums.IsLiquidatable;
        return new(sums.Collateral - sums.Debt, sums.Maintenance, liquidatable, !liquidatable, sums.HasClosable);
    }

    /// <summary>The sums, and what each holding counts.</summary>
    public static AaveSums<BigInteger> Sum(
        ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass, out AaveShare<BigInteger>[] shares)
    {
        var sums = default(AaveSums<BigInteger>);
        shares = new AaveShare<BigInteger>[holdings.Length];
        for (int i = 0; i < holdings.Length; i++)
        {
            shares[i] = AaveRule.Share((AaveMarket)holdings[i].Market, holdings[i].Size, marginClass);
            sums.Add(holdings[i].Size, shares[i]);
        }

        return sums;
    }

    /// <summary>All figures.</summary>
    public static Assessment Assess(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass, AaveCloseFactor closeFactor)
    {
        AaveSums<BigInteger> sums = Sum(holdings, marginClass, out AaveShare<BigInteger>[] shares);
        var figures = new HoldingAssessment[holdings.Length];
        for (int i = 0; i < figures.Length; i++)
        {
            var market = (AaveMarket)holdings[i].Market;
            AaveShare<BigInteger> share = shares[i];
            BigInteger? price = market.IsPriced ? market.Price : null;
            figures[i] = new(market.Instrument.Terms.Id, holdings[i].Size, price, share.Value, share.Initial, share.Maintenance);
        }

        bool liquidatable = sums.IsLiquidatable;
        BigInteger? healthFactor = sums.HealthFactor;
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
