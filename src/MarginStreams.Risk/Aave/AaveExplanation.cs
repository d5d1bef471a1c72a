using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>Explains an account under <c>aave-v3</c>: every step from the records to the health factor and what follows.</summary>
internal static class AaveExplanation
{
    public static AccountArithmetic Of(AaveVenue venue, ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass)
    {
        AaveSums<BigInteger> sums = AaveJudgement.Sum(holdings, marginClass, out AaveShare<BigInteger>[] shares);
        var lines = new HoldingExplanation[holdings.Length];
        List<BigInteger> deposits = [], debts = [];
        List<string> weighted = [];
        for (int i = 0; i < lines.Length; i++)
        {
            var market = (AaveMarket)holdings[i].Market;
            AaveCollateral? collateral = holdings[i].Size.Sign < 0 ? null : market.Instrument.Collateral(marginClass);
            lines[i] = new AaveHoldingText(venue.Terms, market, holdings[i].Size, shares[i], collateral).Steps();
            (collateral is null ? debts : deposits).Add(shares[i].Base);
            if (collateral is not null)
            {
                weighted.Add($"{ExactText.Integer(shares[i].Base)} x {collateral.LiquidationThresholdBps}");
            }
        }

        Assessment figures = venue.Assess(holdings, marginClass);
        var text = new TotalsText(venue.Terms, figures);
        return new AccountArithmetic(
            lines,
            [
                text.Sum("collateral C", "sum of the values of the deposits", deposits, sums.Collateral),
                text.Sum("debt D", "sum of the values of the debts", debts, sums.Debt),
                new(
                    "weighted collateral W",
                    "sum of value x liquidation threshold over the deposits",
                    weighted.Count == 0 ? "0" : string.Join(" + ", weighted),
                    ExactText.Integer(sums.Weighted),
                    $"10^{venue.Terms.NumeraireExponent - 4} {venue.Terms.Numeraire}",
                    "exact"),
                .. HealthFactor(sums),
                .. text.Sums(),
                .. Answers(figures),
                .. text.LastAnswers(),
            ]);
    }

    private static IEnumerable<ExplanationLine> HealthFactor(AaveSums<BigInteger> sums)
    {
        if (sums.HealthFactor is not { } healthFactor)
        {
            yield break;
        }

        (string w, string d) = (ExactText.Integer(sums.Weighted), ExactText.Integer(sums.Debt));
        yield return new(
            "health factor H",
            "floor(floor((W x 10^18 + floor(D / 2)) / D) / 10^4)",
            $"floor(floor(({w} x 10^18 + floor({d} / 2)) / {d}) / 10^4)",
            $"{ExactText.Integer(healthFactor)} ({ExactText.Decimal(healthFactor, -WadRayMath.WadPlaces)})",
            "10^-18",
            "half up by D, then down by 10^4");
    }

    private static IEnumerable<ExplanationLine> Answers(Assessment figures)
    {
        string? health = figures.HealthFactorWad is { } healthFactor ? ExactText.Integer(healthFactor) : null;
        yield return TotalsText.Answer("exposure", "something is owed", "", figures.HasExposure);
        yield return TotalsText.Answer("liquidatable", "D > 0 and H < 10^18", health is null ? "no" : $"{health} < 10^18", figures.IsLiquidatable);
        yield return TotalsText.Answer("out of liquidation", "D = 0 or H >= 10^18", health is null ? "yes" : $"{health} >= 10^18", figures.IsOut);
    }
}
