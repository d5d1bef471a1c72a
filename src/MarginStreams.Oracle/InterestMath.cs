using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Oracle;

/// <summary>
/// Interest between two updates of an index, as Aave v3 computes it (<c>MathUtils</c>, <c>WadRayMath</c>), in any unit of one: 10^27 there, 10^18 elsewhere.
/// Rates are for a year of 365 days and never negative; time is in whole seconds.
/// </summary>
public static class InterestMath
{
    /// <summary>Seconds of a year, leap years ignored.</summary>
    public const long SecondsPerYear = 31_536_000;

    /// <summary>Product of two numbers in the unit of one, half up.</summary>
    public static BigInteger Multiply(BigInteger a, BigInteger b, BigInteger one) => ExactMath.DivideFloor((a * b) + (one / 2), one);

    /// <summary>Growth without interest on interest: 1 + rate x seconds / year, down.</summary>
    public static BigInteger LinearGrowth(BigInteger rate, long seconds, BigInteger one) => one + ExactMath.DivideFloor(rate * seconds, SecondsPerYear);

    /// <summary>
    /// Growth with interest on interest: 1 + x + x^2 / 2 + x^3 / 6 with x = rate x seconds / year, the first terms of e^x. Divisions by a number round down,
    /// products half up.
    /// </summary>
    public static BigInteger CompoundedGrowth(BigInteger rate, long seconds, BigInteger one)
    {
        BigInteger x = ExactMath.DivideFloor(rate * seconds, SecondsPerYear);
        BigInteger sixth = Multiply(x, ExactMath.DivideFloor(x, 6), one);
        return one + x + Multiply(x, ExactMath.DivideFloor(x, 2) + sixth, one);
    }
}
