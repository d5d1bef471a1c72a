using System.Globalization;
using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>Exact figures as text: nothing is cut off, nothing is rounded.</summary>
public static class ExactText
{
    /// <summary>A fraction with a positive denominator, in lowest terms; an integer where it is whole.</summary>
    public static string Fraction(BigInteger numerator, BigInteger denominator)
    {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        BigInteger rest = denominator / divisor;
        return rest.IsOne ? Integer(numerator / divisor) : $"{Integer(numerator / divisor)}/{Integer(rest)}";
    }

    /// <summary>An integer.</summary>
    public static string Integer(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A fraction as a term of a formula: a negative one stands in brackets.</summary>
    public static string Term(BigInteger numerator, BigInteger denominator) =>
        numerator.Sign < 0 ? $"({Fraction(numerator, denominator)})" : Fraction(numerator, denominator);

    /// <summary>An integer as a term of a formula: a negative one stands in brackets.</summary>
    public static string Term(BigInteger value) => Term(value, BigInteger.One);

    /// <summary>mantissa x 10^exponent, written out, without zeros at its end.</summary>
    public static string Decimal(BigInteger mantissa, int exponent)
    {
        if (exponent >= 0)
        {
            return Integer(mantissa * ExactMath.PowerOfTen(exponent));
        }

        string digits = Integer(BigInteger.Abs(mantissa)).PadLeft(1 - exponent, '0');
        string fraction = digits[(digits.Length + exponent)..].TrimEnd('0');
        string sign = mantissa.Sign < 0 ? "-" : "";
        return $"{sign}{digits[..(digits.Length + exponent)]}{(fraction.Length == 0 ? "" : "." + fraction)}";
    }

    /// <summary>
    /// A fraction of units of 10^exponent, written out. The denominator has no other factors than two and five, as every denominator that is
    /// made of powers of ten; so the decimal ends.
    /// </summary>
    public static string Decimal(BigInteger numerator, BigInteger denominator, int exponent)
    {
        BigInteger rest = denominator / BigInteger.GreatestCommonDivisor(numerator, denominator);
        int digits = 0;
        for (; !(ExactMath.PowerOfTen(digits) % rest).IsZero; digits++)
        {
            if (digits > rest.GetBitLength())
            {
                throw new ArgumentException($"the decimal of {numerator}/{denominator} has no end", nameof(denominator));
            }
        }

        return Decimal(numerator * ExactMath.PowerOfTen(digits) / denominator, exponent - digits);
    }
}
