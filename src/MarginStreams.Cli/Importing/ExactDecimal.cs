using System.Globalization;
using System.Numerics;

namespace MarginStreams.Cli.Importing;

/// <summary>A decimal number exactly as its text says: mantissa x 10^exponent, without trailing zeros in the mantissa.</summary>
internal readonly record struct ExactDecimal(BigInteger Mantissa, int Exponent)
{
    /// <summary>What an amount may have on the wire.</summary>
    private const int DigitsMax = 76;

    /// <summary>What an exponent may be in a rule set.</summary>
    private const int ExponentMax = 77;

    /// <summary>Reads forms such as 12, -0.5, 1e-05 and 4.2E+3.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ExactDecimal value)
    {
        value = default;
        int power = 0;
        int e = text.IndexOfAny('e', 'E');
        if (e >= 0)
        {
            if (!int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out power) || Math.Abs((long)power) > ExponentMax)
            {
                return false;
            }

            text = text[..e];
        }

        int point = text.IndexOf('.');
        ReadOnlySpan<char> fraction = point < 0 ? [] : text[(point + 1)..];
        string digits = string.Concat(point < 0 ? text : text[..point], fraction);
        int sign = digits.StartsWith('-') ? 1 : 0;
        if (digits.Length == sign || digits.Length > DigitsMax + sign || digits.AsSpan(sign).ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        value = Shortest(BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), power - fraction.Length);
        return Math.Abs(value.Exponent) <= ExponentMax;
    }

    /// <summary>The mantissa at another exponent, not above this one's.</summary>
    public BigInteger At(int exponent) => Mantissa * BigInteger.Pow(10, Exponent - exponent);

    private static ExactDecimal Shortest(BigInteger mantissa, int exponent)
    {
        if (mantissa.IsZero)
        {
            return default;
        }

        while (BigInteger.DivRem(mantissa, 10, out BigInteger rest) is var quotient && rest.IsZero)
        {
            mantissa = quotient;
            exponent++;
        }

        return new ExactDecimal(mantissa, exponent);
    }
}
