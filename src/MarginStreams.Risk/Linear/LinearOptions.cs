using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>How an account under <c>linear</c> may be liquidated: positions are closed, debts repaid, and assets seized where there is a debt.</summary>
internal static class LinearOptions
{
    /// <summary>The options, in the order of the holdings; none on a holding without a price.</summary>
    public static List<LiquidationOption> Of(
        ReadOnlySpan<RuledHolding<BigInteger>> holdings, IReadOnlyList<HoldingAssessment> figures, BigInteger surplus, BigInteger exitBuffer)
    {
        bool hasDebt = false;
        foreach (ref readonly RuledHolding<BigInteger> held in holdings)
        {
            hasDebt |= held.Size.Sign < 0 && !held.Market.Rules.IsPosition;
        }

        List<LiquidationOption> options = [];
        for (int i = 0; i < holdings.Length; i++)
        {
            ref readonly RuledHolding<BigInteger> held = ref holdings[i];
            BigInteger most = BigInteger.Abs(held.Size);
            InstrumentRules rules = held.Market.Rules;
            if (!held.Market.IsPriced)
            {
                continue;
            }

            if (rules is LinearPerpetual perpetual && most.Sign > 0)
            {
                // What the position itself has to contribute for the account to be at its exit line.
                BigInteger needed = exitBuffer - (surplus - figures[i].Maintenance);
                options.Add(new(LiquidationAction.Close, rules.Terms.Id, most, perpetual.LiquidationFeePpm)
                {
                    SizeToExit = LeastToClose(held, perpetual, needed),
                });
            }
            else if (!rules.IsPosition && held.Size.Sign != 0 && (hasDebt || held.Size.Sign < 0))
            {
                options.Add(new(held.Size.Sign < 0 ? LiquidationAction.Repay : LiquidationAction.Seize, rules.Terms.Id, most, FeePpm: 0));
            }
        }

        return options;
    }

    /// <summary>
    /// The least size to close at the price of the maintenance line, paying the liquidation fee, after which the position contributes so much; null when no
    /// size does. What is
    /// realised counts as the gain of the position does.
    /// </summary>
    /// <remarks>
    /// With x closed the gain is G - fee x P, and the notional n - x P. The requirement is the largest of the brackets' lines, a gain the lesser of itself
    /// and its weighted
    /// one; so the contribution reaches the amount where each of these lines does, and each rises with x: its slope is P (rate + fee - weight x fee).
    /// </remarks>
    private static BigInteger? LeastToClose(in RuledHolding<BigInteger> held, LinearPerpetual perpetual, BigInteger needed)
    {
        var factors = (LinearPerpetualFactors<BigInteger>)((LinearMarket)held.Market).In<BigInteger>()!;
        BigInteger most = BigInteger.Abs(held.Size);
        BigInteger price = held.Size.Sign < 0 ? factors.PriceHigh : factors.PriceLow;
        BigInteger gain = LinearRule.Gain(factors, price, held.Size, held.Cost, held.SettledIndex);
        BigInteger unitValue = factors.Scale * price;
        BigInteger goal = needed * factors.Denominator * factors.One;
        BigInteger least = BigInteger.Zero;
        for (int bracket = 0; bracket < factors.Bounds.Length; bracket++)
        {
            BigInteger rate = factors.MaintenanceRates[bracket];
            BigInteger required = (most * unitValue * rate) - factors.MaintenanceDeductions[bracket];
            foreach (BigInteger weight in (ReadOnlySpan<BigInteger>)[factors.One, factors.GainWeight])
            {
                BigInteger lacking = goal - ((weight * gain) - required) * factors.One;
                BigInteger slope = unitValue * ((rate * factors.One) - (weight * perpetual.LiquidationFeePpm));
                if (lacking.Sign > 0 && slope.IsZero)
                {
                    return null;
                }

                // Up: a smaller size falls short of it.
                least = lacking.Sign > 0 ? BigInteger.Max(least, ExactMath.DivideCeiling(lacking, slope)) : least;
            }
        }

        return least <= most ? least : null;
    }
}
