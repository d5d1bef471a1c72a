using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>Sums the contributions of an account under <c>linear</c>, and says what follows from them.</summary>
internal static class LinearJudgement
{
    /// <summary>What is needed to decide; null where a market does not fit the lane.</summary>
    public static Judged<T>? Judge<T>(ReadOnlySpan<RuledHolding<T>> holdings, T exitBuffer)
        where T : IBinaryInteger<T>
    {
        T equity = T.Zero, maintenance = T.Zero;
        bool exposure = false, closable = false;
        var trace = default(NoLinearTrace<T>);
        foreach (ref readonly RuledHolding<T> held in holdings)
        {
            if (((LinearMarket)held.Market).In<T>() is not { } factors)
            {
                return null;
            }

            equity += LinearRule.Contribution(factors, LinearLine.Equity, held.Size, held.Cost, held.SettledIndex, ref trace);
            maintenance += LinearRule.Contribution(factors, LinearLine.Maintenance, held.Size, held.Cost, held.SettledIndex, ref trace);
            Shape(held, ref exposure, ref closable);
        }

        return new(equity, maintenance, exposure && T.IsNegative(maintenance), !exposure || maintenance >= exitBuffer, closable);
    }

    /// <summary>All figures.</summary>
    public static Assessment Assess(ReadOnlySpan<RuledHolding<BigInteger>> holdings, BigInteger exitBuffer)
    {
        BigInteger equity = 0, initial = 0, maintenance = 0;
        bool exposure = false, closable = false;
        var figures = new List<HoldingAssessment>(holdings.Length);
        var trace = default(NoLinearTrace<BigInteger>);
        foreach (ref readonly RuledHolding<BigInteger> held in holdings)
        {
            LinearFactors<BigInteger> factors = ((LinearMarket)held.Market).In<BigInteger>()!;
            BigInteger value = LinearRule.Contribution(factors, LinearLine.Equity, held.Size, held.Cost, held.SettledIndex, ref trace);
            BigInteger onInitial = LinearRule.Contribution(factors, LinearLine.Initial, held.Size, held.Cost, held.SettledIndex, ref trace);
            BigInteger onMaintenance = LinearRule.Contribution(factors, LinearLine.Maintenance, held.Size, held.Cost, held.SettledIndex, ref trace);
            equity += value;
            initial += onInitial;
            maintenance += onMaintenance;
            Shape(held, ref exposure, ref closable);
            figures.Add(new(held.Market.Rules.Terms.Id, held.Size, PriceUsed(held), value, onInitial, onMaintenance));
        }

        var assessment = new Assessment(equity, initial, maintenance, exitBuffer, exposure, closable, figures);
        return assessment.IsOut ? assessment : assessment with { Options = LinearOptions.Of(holdings, figures, maintenance, exitBuffer) };
    }

    private static void Shape<T>(in RuledHolding<T> held, ref bool exposure, ref bool closable)
        where T : IBinaryInteger<T>
    {
        bool position = held.Market.Rules.IsPosition;
        exposure |= position ? !T.IsZero(held.Size) : T.IsNegative(held.Size);
        closable |= position ? !T.IsZero(held.Size) : T.IsPositive(held.Size) && !T.IsZero(held.Size);
    }

    /// <summary>The price of the maintenance line; null without one.</summary>
    private static BigInteger? PriceUsed(in RuledHolding<BigInteger> held) =>
        !held.Market.IsPriced ? null : held.Size.Sign < 0 ? held.Market.Values.PriceHigh : held.Market.Values.PriceLow;
}
