using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>
/// Writes down what the rule works out. Every result is a figure that the rule itself handed over; only the numbers put into the formulas come
/// from the terms, the frame and the record. So a formula that does not give its result shows that page and code disagree.
/// </summary>
internal readonly struct LinearExplainingTrace(LinearHolding holding, List<ExplanationLine> lines) : ILinearTrace<BigInteger>
{
    private const string AgainstTheAccount = "against the account";

    /// <inheritdoc/>
    public void Asset(LinearLine line, BigInteger size, LinearFraction<BigInteger> factor, BigInteger contribution)
    {
        var asset = (LinearAsset)holding.Instrument;
        bool debt = size.Sign < 0;
        BigInteger price = Price(line);
        BigInteger index = debt ? holding.Values.BorrowIndex : holding.Values.DepositIndex;
        long weight = line switch
        {
            LinearLine.Initial => debt ? asset.LiabilityWeightInitialPpm : asset.WeightInitialPpm,
            LinearLine.Maintenance => debt ? asset.LiabilityWeightMaintenancePpm : asset.WeightMaintenancePpm,
            _ => LinearRule.PpmOne,
        };
        lines.Add(new(
            "value of a size of 1",
            $"P x scale x {(debt ? "borrow" : "deposit")} index / 10^18 x weight / 10^6",
            $"{ExactText.Integer(price)} x {holding.Scale} x {ExactText.Integer(index)} / 10^18 x {weight} / 10^6",
            ExactText.Fraction(factor.Numerator, factor.Denominator),
            $"{holding.Money.Unit} for a size of 1",
            "exact"));
        BigInteger magnitude = BigInteger.Abs(size) * factor.Numerator;
        lines.Add(holding.Money.Exact(
            debt ? "owed" : "value",
            "|size| x value of a size of 1",
            $"|{ExactText.Integer(size)}| x {ExactText.Fraction(factor.Numerator, factor.Denominator)}",
            magnitude,
            factor.Denominator));
        string rounded = ExactText.Fraction(magnitude, factor.Denominator);
        lines.Add(new(
            "contribution",
            debt ? "-ceil(owed)" : "floor(value)",
            debt ? $"-ceil({rounded})" : $"floor({rounded})",
            holding.Money.Amount(contribution),
            holding.Money.Unit,
            debt ? $"what is owed up, {AgainstTheAccount}" : $"down, {AgainstTheAccount}"));
    }

    /// <inheritdoc/>
    public void Gain(LinearLine line, BigInteger size, BigInteger price, BigInteger gain, BigInteger contribution)
    {
        Price(line);
        AddGain(price, gain);
        AddContribution("floor(gain)", ExactText.Fraction(gain, holding.Instrument.ValueDivisor), contribution);
    }

    /// <inheritdoc/>
    public void Perpetual(
        LinearLine line,
        BigInteger size,
        BigInteger price,
        BigInteger gain,
        BigInteger weighted,
        BigInteger notional,
        int bracket,
        BigInteger requirement,
        BigInteger contribution)
    {
        Price(line);
        AddGain(price, gain);

        var perpetual = (LinearPerpetual)holding.Instrument;
        BigInteger divisor = perpetual.ValueDivisor;
        BigInteger denominator = divisor * LinearRule.PpmOne;
        bool loss = gain.Sign < 0;
        lines.Add(holding.Money.Exact(
            "weighted gain",
            loss ? "gain, whole: it is a loss" : "gain x gain weight / 10^6",
            ExactText.Fraction(gain, divisor) + (loss ? "" : $" x {perpetual.GainWeightPpm} / 10^6"),
            weighted,
            denominator));
        lines.Add(holding.Money.Exact(
            "notional n", "|size| x P x scale", $"|{ExactText.Integer(size)}| x {ExactText.Integer(price)} x {holding.Scale}", notional, divisor));

        AddRequirement(line, perpetual, notional, bracket, requirement);
        AddContribution(
            "floor(weighted gain - requirement)",
            $"{ExactText.Fraction(weighted, denominator)} - {ExactText.Term(requirement, denominator)}",
            contribution);
    }

    /// <summary>The price of the line and why it is this one.</summary>
    private BigInteger Price(LinearLine line)
    {
        bool perpetual = holding.Instrument is LinearPerpetual;
        (BigInteger price, string why) = line == LinearLine.Equity ? (holding.Values.Price!.Value, "the plain price")
            : holding.Size.Sign >= 0 ? (holding.Values.PriceLow!.Value, $"the low end: {(perpetual ? "a long" : "a deposit")}")
            : (holding.Values.PriceHigh!.Value, $"the high end: {(perpetual ? "a short" : "a debt")}");
        int exponent = holding.Instrument.Terms.PriceExponent;
        lines.Add(new("price P", why, "", $"{ExactText.Integer(price)} ({ExactText.Decimal(price, exponent)})", holding.PriceUnit, "exact"));
        return price;
    }

    private void AddGain(BigInteger price, BigInteger gain) => lines.Add(holding.Money.Exact(
        "gain",
        "size x (P - (F - F_settled)) x scale - cost",
        $"{ExactText.Integer(holding.Size)} x ({ExactText.Integer(price)} - ({ExactText.Integer(holding.Values.FundingIndex)} - "
            + $"{ExactText.Term(holding.SettledIndex)})) x {holding.Scale} - {ExactText.Term(holding.Cost)}",
        gain,
        holding.Instrument.ValueDivisor));

    private void AddRequirement(LinearLine line, LinearPerpetual perpetual, BigInteger notional, int bracket, BigInteger requirement)
    {
        LinearBrackets brackets = perpetual.Brackets;
        IReadOnlyList<long> rates = line == LinearLine.Initial ? brackets.InitialPpm : brackets.MaintenancePpm;
        string n = ExactText.Fraction(notional, perpetual.ValueDivisor);
        string above = bracket + 1 < brackets.LowerBound.Count ? $" < {ExactText.Integer(brackets.LowerBound[bracket + 1])}" : "";
        lines.Add(new(
            "bracket j",
            above.Length > 0 ? "L_j <= n < L_(j+1)" : "L_j <= n, the last bracket",
            $"{ExactText.Integer(brackets.LowerBound[bracket])} <= {n}{above}",
            ExactText.Integer(bracket),
            "counted from 0",
            "exact"));

        BigInteger deduction = (line == LinearLine.Initial ? brackets.InitialDeductions : brackets.MaintenanceDeductions)[bracket];
        IEnumerable<string> parts = Enumerable.Range(1, bracket)
            .Select(i => $"{ExactText.Integer(brackets.LowerBound[i])} x ({rates[i]} - {rates[i - 1]}) / 10^6");
        lines.Add(holding.Money.Exact(
            "deduction D_j",
            "sum of L_i x (r_i - r_(i-1)) / 10^6 for i = 1 to j",
            bracket == 0 ? "0" : string.Join(" + ", parts),
            deduction,
            LinearRule.PpmOne));
        lines.Add(holding.Money.Exact(
            "requirement M(n)",
            "n x (r_j + liquidation fee) / 10^6 - D_j",
            $"{n} x ({rates[bracket]} + {perpetual.LiquidationFeePpm}) / 10^6 - {ExactText.Fraction(deduction, LinearRule.PpmOne)}",
            requirement,
            perpetual.ValueDivisor * LinearRule.PpmOne));
    }

    private void AddContribution(string formula, string rounded, BigInteger contribution) => lines.Add(new(
        "contribution", formula, $"floor({rounded})", holding.Money.Amount(contribution), holding.Money.Unit, $"down, {AgainstTheAccount}"));
}
