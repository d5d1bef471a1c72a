using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>
/// Percentages in basis points, 10,000 = 100 %, rounded as Aave's contract library PercentageMath does: half up unless the name says floor or ceil. Operands
/// are not
/// negative; divisors are positive.
/// </summary>
public static class PercentageMath
{
    /// <summary>100 %, in basis points.</summary>
    public const int One = 10_000;

    /// <summary>value x bps / 10^4, half up.</summary>
    public static BigInteger PercentMul(BigInteger value, BigInteger bps) => WadRayMath.DivideHalfUp(value * bps, One);

    /// <summary>value x bps / 10^4, down.</summary>
    public static BigInteger PercentMulFloor(BigInteger value, BigInteger bps) => ExactMath.DivideFloor(value * bps, One);

    /// <summary>value x bps / 10^4, up.</summary>
    public static BigInteger PercentMulCeil(BigInteger value, BigInteger bps) => ExactMath.DivideCeiling(value * bps, One);

    /// <summary>value x 10^4 / bps, half up.</summary>
    public static BigInteger PercentDiv(BigInteger value, BigInteger bps) => WadRayMath.DivideHalfUp(value * One, bps);

    /// <summary>value x 10^4 / bps, down.</summary>
    public static BigInteger PercentDivFloor(BigInteger value, BigInteger bps) => ExactMath.DivideFloor(value * One, bps);

    /// <summary>value x 10^4 / bps, up.</summary>
    public static BigInteger PercentDivCeil(BigInteger value, BigInteger bps) => ExactMath.DivideCeiling(value * One, bps);
}
