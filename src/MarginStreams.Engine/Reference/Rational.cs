using System.Numerics;

namespace MarginStreams.Engine.Reference;

/// <summary>An exact fraction in lowest terms; the denominator is positive. The default is not a number: build it by the factories.</summary>
internal readonly record struct Rational
{
    private Rational(BigInteger numerator, BigInteger denominator)
    {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    public static Rational Of(BigInteger integer) => new(integer, BigInteger.One);

    /// <summary>A fraction; the denominator must be positive.</summary>
    public static Rational Fraction(BigInteger numerator, BigInteger denominator) => new(numerator, denominator);

    /// <summary>Parts per million: 1,000,000 is one.</summary>
    public static Rational Ppm(BigInteger millionths) => new(millionths, 1_000_000);

    /// <summary>An interest index: 10^18 is one.</summary>
    public static Rational Index(BigInteger mantissa) => new(mantissa, BigInteger.Pow(10, 18));

    public static Rational PowerOfTen(int exponent) => exponent >= 0
        ? new(BigInteger.Pow(10, exponent), BigInteger.One)
        : new(BigInteger.One, BigInteger.Pow(10, -exponent));

    public static Rational operator *(Rational left, Rational right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);
}
