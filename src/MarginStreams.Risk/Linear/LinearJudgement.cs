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
        foreach (ref readonly RuledHolding<BigInteger> held in holdings)
        {
            (BigInteger value, BigInteger onInitial, BigInteger onMaintenance) = Narrow(held) ?? Lines(held)!.Value;
            equity += value;
            initial += onInitial;
            maintenance += onMaintenance;
            Shape(held, ref exposure, ref closable);
            figures.Add(new(held.Market.Rules.Terms.Id, held.Size, PriceUsed(held), value, onInitial, onMaintenance));
        }

        var assessment = new Assessment(equity, initial, maintenance, exitBuffer, exposure, closable, figures);
        if (assessment.IsOut)
        {
            return assessment;
        }

        RuledHolding<BigInteger>[] kept = holdings.ToArray();
        return assessment with { OptionsFrom = () => LinearOptions.Of(kept, figures, maintenance, exitBuffer) };
    }

    /// <summary>A holding's contributions in the narrow lane; null where it does not fit.</summary>
    private static (BigInteger Value, BigInteger Initial, BigInteger Maintenance)? Narrow(in RuledHolding<BigInteger> held)
    {
        if (!Lane.Fits<Int128>(held.Size) || !Lane.Fits<Int128>(held.Cost) || !Lane.Fits<Int128>(held.SettledIndex))
        {
            return null;
        }

        try
        {
            var narrow = new RuledHolding<Int128>(held.Market, (Int128)held.Size, (Int128)held.Cost, (Int128)held.SettledIndex);
            return Lines(narrow) is { } lines ? (lines.Value, lines.Initial, lines.Maintenance) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static (T Value, T Initial, T Maintenance)? Lines<T>(in RuledHolding<T> held)
        where T : IBinaryInteger<T>
    {
        if (((LinearMarket)held.Market).In<T>() is not { } factors)
        {
            return null;
        }

        var trace = default(NoLinearTrace<T>);
        return (
            LinearRule.Contribution(factors, LinearLine.Equity, held.Size, held.Cost, held.SettledIndex, ref trace),
            LinearRule.Contribution(factors, LinearLine.Initial, held.Size, held.Cost, held.SettledIndex, ref trace),
            LinearRule.Contribution(factors, LinearLine.Maintenance, held.Size, held.Cost, held.SettledIndex, ref trace));
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
