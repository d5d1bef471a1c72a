using System.Globalization;
using System.Numerics;

namespace MarginStreams.Risk.Tests;

/// <summary>Figures are printed whole: no digit is cut off, none is added.</summary>
public sealed class ExactTextTests
{
    [Theory]
    [InlineData(0, -6, "0")]
    [InlineData(1, -6, "0.000001")]
    [InlineData(-1, -6, "-0.000001")]
    [InlineData(-1_234_567, -6, "-1.234567")]
    [InlineData(1_500_000, -6, "1.5")]
    [InlineData(2_000_000, -6, "2")]
    [InlineData(12, 0, "12")]
    [InlineData(-12, 3, "-12000")]
    [InlineData(5, -1, "0.5")]
    public void Decimal_MantissaAndExponent_IsWrittenOut(long mantissa, int exponent, string expected) =>
        Assert.Equal(expected, ExactText.Decimal(mantissa, exponent));

    [Theory]
    [InlineData(6, 4, "3/2")]
    [InlineData(-6, 4, "-3/2")]
    [InlineData(8, 4, "2")]
    [InlineData(0, 4, "0")]
    public void Fraction_LowestTerms_IsIntegerWhereWhole(long numerator, long denominator, string expected) =>
        Assert.Equal(expected, ExactText.Fraction(numerator, denominator));

    [Theory]
    [InlineData(1, 8, 0, "0.125")]
    [InlineData(2772, 5, -2, "5.544")]
    [InlineData(-1, 400, -6, "-0.0000000025")]
    [InlineData(7, 1, -1, "0.7")]
    public void Decimal_FractionOfTwosAndFives_Ends(long numerator, long denominator, int exponent, string expected) =>
        Assert.Equal(expected, ExactText.Decimal(numerator, denominator, exponent));

    [Fact]
    public void Decimal_FractionWithoutEnd_Throws() => Assert.Throws<ArgumentException>(() => ExactText.Decimal(1, 3, 0));

    [Fact]
    public void Decimal_SeventySixDigits_KeepsAll()
    {
        string digits = new('7', 76);
        Assert.Equal($"{digits[..58]}.{digits[58..]}", ExactText.Decimal(BigInteger.Parse(digits, CultureInfo.InvariantCulture), -18));
    }

    [Fact]
    public void Amount_Money_ShowsTheSmallestUnitAndTheDecimal()
    {
        var money = new MoneyText(new("v", "linear", 1, "USDT", -6, new Dictionary<string, BigInteger>(), 0));
        Assert.Equal(("-1234567 (-1.234567 USDT)", "5/2 (0.0000025 USDT)", "10^-6 USDT"), (money.Amount(-1_234_567), money.Amount(5, 2), money.Unit));
    }
}
