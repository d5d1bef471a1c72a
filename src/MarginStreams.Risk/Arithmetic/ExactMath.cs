using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>Divisions that say which way they round. Denominators are positive.</summary>
public static class ExactMath
{
    /// <summary>The largest integer not above the quotient.</summary>
    public static T DivideFloor<T>(T numerator, T denominator)
        where T : IBinaryInteger<T>
    {
        T quotient = numerator / denominator;
        return T.IsNegative(numerator) && quotient * denominator != numerator ? quotient - T.One : quotient;
    }

    /// <summary>The smallest integer not below the quotient.</summary>
    public static T DivideCeiling<T>(T numerator, T denominator)
        where T : IBinaryInteger<T>
    {
        T quotient = numerator / denominator;
        return T.IsPositive(numerator) && quotient * denominator != numerator ? quotient + T.One : quotient;
    }

    /// <summary>Ten to a power that is not negative; one for a negative power.</summary>
    public static BigInteger PowerOfTen(int exponent) => BigInteger.Pow(10, Math.Max(0, exponent));
}
