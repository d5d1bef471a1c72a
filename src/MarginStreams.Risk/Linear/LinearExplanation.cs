using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>Explains what a holding contributes: runs the code that decides, in the wide lane, under a trace that writes down what it sees.</summary>
public static class LinearExplanation
{
    /// <summary>The steps of one holding; null when the instrument has no price.</summary>
    public static HoldingExplanation? Of(
        VenueTerms venue, LinearInstrument instrument, MarketValues values, BigInteger size, BigInteger cost, BigInteger settledIndex)
    {
        if (LinearFactors<BigInteger>.Create(instrument, values) is not { } factors)
        {
            return null;
        }

        if (instrument.FixedPrice is { } one)
        {
            values = values with { Price = one, PriceLow = one, PriceHigh = one };
        }

        var holding = new LinearHolding(venue, instrument, values, size, cost, settledIndex);
        return new HoldingExplanation(
            instrument.Terms.Id,
            [.. Given(holding)],
            Steps(LinearLine.Equity),
            Steps(LinearLine.Initial),
            Steps(LinearLine.Maintenance));

        List<ExplanationLine> Steps(LinearLine line)
        {
            var lines = new List<ExplanationLine>();
            var trace = new LinearExplainingTrace(holding, lines);
            LinearRule.Contribution(factors, line, size, cost, settledIndex, ref trace);
            return lines;
        }
    }

    private static IEnumerable<ExplanationLine> Given(LinearHolding holding)
    {
        InstrumentTerms terms = holding.Instrument.Terms;
        string size = $"{ExactText.Integer(holding.Size)} ({ExactText.Decimal(holding.Size, terms.SizeExponent)})";
        yield return new("size", "as recorded", "", size, $"10^{terms.SizeExponent} units", "exact");
        if (holding.Instrument is LinearPerpetual)
        {
            MoneyText money = holding.Money;
            yield return new("cost", "as recorded", "", money.Amount(holding.Cost), money.Unit, "exact");
            yield return Priced("funding F_settled at the last settlement", "as recorded", holding.SettledIndex);
            yield return Priced("funding F now", "of the frame", holding.Values.FundingIndex);
        }

        int e = terms.SizeExponent + terms.PriceExponent - holding.Venue.NumeraireExponent;
        yield return new(
            "scale",
            "multiplier x 10^(size exponent + price exponent - numeraire exponent)",
            $"{ExactText.Integer(terms.Multiplier)} x 10^{e}",
            ExactText.Fraction(holding.Instrument.ValueScale, holding.Instrument.ValueDivisor),
            $"{holding.Money.Unit} for a size of 1 at a price of 1",
            "exact");

        ExplanationLine Priced(string name, string from, BigInteger value) =>
            new(name, from, "", $"{ExactText.Integer(value)} ({ExactText.Decimal(value, terms.PriceExponent)})", holding.PriceUnit, "exact");
    }
}

/// <summary>A holding with all that its contributions depend on.</summary>
internal sealed record LinearHolding(
    VenueTerms Venue, LinearInstrument Instrument, MarketValues Values, BigInteger Size, BigInteger Cost, BigInteger SettledIndex)
{
    /// <summary>Amounts of the venue's numeraire.</summary>
    public MoneyText Money { get; } = new(Venue);

    /// <summary>Unit of a price.</summary>
    public string PriceUnit => $"10^{Instrument.Terms.PriceExponent} {Money.Numeraire} per unit";

    /// <summary>multiplier x 10^e, as a factor of a formula.</summary>
    public string Scale => ExactText.Fraction(Instrument.ValueScale, Instrument.ValueDivisor);
}
