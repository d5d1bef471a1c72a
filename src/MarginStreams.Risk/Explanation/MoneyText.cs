using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>Amounts of a venue's numeraire as text.</summary>
public sealed class MoneyText(VenueTerms venue)
{
    /// <summary>Name of the unit in which amounts are whole.</summary>
    public string Unit { get; } = $"10^{venue.NumeraireExponent} {venue.Numeraire}";

    /// <summary>Name of the numeraire.</summary>
    public string Numeraire { get; } = venue.Numeraire;

    /// <summary>A fraction of the smallest unit, and the same in whole units of the numeraire: <c>-1234567 (-1.234567 USDT)</c>.</summary>
    public string Amount(BigInteger numerator, BigInteger denominator) =>
        $"{ExactText.Fraction(numerator, denominator)} ({ExactText.Decimal(numerator, denominator, venue.NumeraireExponent)} {Numeraire})";

    /// <summary>An amount in the smallest unit, and the same in whole units of the numeraire.</summary>
    public string Amount(BigInteger value) => Amount(value, BigInteger.One);

    /// <summary>An exact amount.</summary>
    public ExplanationLine Exact(string name, string formula, string numbers, BigInteger numerator, BigInteger denominator) =>
        new(name, formula, numbers, Amount(numerator, denominator), Unit, "exact");

    /// <summary>An exact amount in the smallest unit.</summary>
    public ExplanationLine Exact(string name, string formula, string numbers, BigInteger value) =>
        Exact(name, formula, numbers, value, BigInteger.One);
}
