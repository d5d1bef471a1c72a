using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>
/// What interest makes of one, rounded as Aave's contract library MathUtils does. Rates are a year's, in the index's unit: <c>one</c> is 100 %; it is 10^27
/// in Aave,
/// 10^18 where indices carry 18 decimals. Operands are not negative.
/// </summary>
public static class InterestMath
{
    /// <summary>Seconds of a year of 365 days.</summary>
    public const int SecondsPerYear = 31_536_000;

    /// <summary>one + rate x seconds / year, down.</summary>
    public static BigInteger Linear(BigInteger rate, BigInteger seconds, BigInteger one) =>
        one + ExactMath.DivideFloor(rate * seconds, SecondsPerYear);

    /// <summary>
    /// one + x + x^2 / 2 + x^3 / 6 with x = rate x seconds / year: the first terms of e^x. Divisions by a number round down, products of two fractions half up.
    /// </summary>
    public static BigInteger Compounded(BigInteger rate, BigInteger seconds, BigInteger one)
    {
        BigInteger x = ExactMath.DivideFloor(rate * seconds, SecondsPerYear);
        return one + x + Times(x, ExactMath.DivideFloor(x, 2) + Times(x, ExactMath.DivideFloor(x, 6)));

        BigInteger Times(BigInteger a, BigInteger b) => WadRayMath.DivideHalfUp(a * b, one);
    }

    /// <summary>An index, or any number in the unit of one, times a growth, half up: rayMul where one is 10^27.</summary>
    public static BigInteger Grown(BigInteger index, BigInteger growth, BigInteger one) => WadRayMath.DivideHalfUp(index * growth, one);

    /// <summary>a x b / c, up.</summary>
    public static BigInteger MulDivCeil(BigInteger a, BigInteger b, BigInteger c) => ExactMath.DivideCeiling(a * b, c);
}
