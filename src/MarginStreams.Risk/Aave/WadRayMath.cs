using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>
/// Decimals of 18 (wad) and 27 (ray) places, rounded as Aave's contract library WadRayMath does: half up unless the name says floor or ceil. Operands are not
/// negative; divisors are positive.
/// </summary>
public static class WadRayMath
{
    /// <summary>Decimal places of a wad and of a ray.</summary>
    public const int WadPlaces = 18, RayPlaces = 27;

    /// <summary>One, in wad.</summary>
    public static readonly BigInteger Wad = BigInteger.Pow(10, WadPlaces);

    /// <summary>One, in ray: what interest indices are in.</summary>
    public static readonly BigInteger Ray = BigInteger.Pow(10, RayPlaces);

    private static readonly BigInteger RaysOfAWad = BigInteger.Pow(10, RayPlaces - WadPlaces);

    /// <summary>a x b / 10^18, half up.</summary>
    public static T WadMul<T>(T a, T b)
        where T : IBinaryInteger<T> => DivideHalfUp(a * b, One<T>.Wad);

    /// <summary>a x 10^18 / b, half up.</summary>
    public static T WadDiv<T>(T a, T b)
        where T : IBinaryInteger<T> => DivideHalfUp(a * One<T>.Wad, b);

    /// <summary>a x b / 10^27, half up.</summary>
    public static T RayMul<T>(T a, T b)
        where T : IBinaryInteger<T> => DivideHalfUp(a * b, One<T>.Ray);

    /// <summary>a x b / 10^27, down.</summary>
    public static T RayMulFloor<T>(T a, T b)
        where T : IBinaryInteger<T> => ExactMath.DivideFloor(a * b, One<T>.Ray);

    /// <summary>a x b / 10^27, up.</summary>
    public static T RayMulCeil<T>(T a, T b)
        where T : IBinaryInteger<T> => ExactMath.DivideCeiling(a * b, One<T>.Ray);

    /// <summary>a x 10^27 / b, half up.</summary>
    public static T RayDiv<T>(T a, T b)
        where T : IBinaryInteger<T> => DivideHalfUp(a * One<T>.Ray, b);

    /// <summary>a x 10^27 / b, down.</summary>
    public static T RayDivFloor<T>(T a, T b)
        where T : IBinaryInteger<T> => ExactMath.DivideFloor(a * One<T>.Ray, b);

    /// <summary>a x 10^27 / b, up.</summary>
    public static T RayDivCeil<T>(T a, T b)
        where T : IBinaryInteger<T> => ExactMath.DivideCeiling(a * One<T>.Ray, b);

    /// <summary>A ray as a wad, half up.</summary>
    public static BigInteger RayToWad(BigInteger ray) => DivideHalfUp(ray, RaysOfAWad);

    /// <summary>A wad as a ray, exact.</summary>
    public static BigInteger WadToRay(BigInteger wad) => wad * RaysOfAWad;

    /// <summary>The quotient, up from one half on: (numerator + floor(denominator / 2)) / denominator, down.</summary>
    internal static T DivideHalfUp<T>(T numerator, T denominator)
        where T : IBinaryInteger<T> => ExactMath.DivideFloor(numerator + (denominator >> 1), denominator);

    /// <summary>The units in the integers of a lane.</summary>
    private static class One<T>
        where T : IBinaryInteger<T>
    {
        public static readonly T Wad = T.CreateChecked(WadRayMath.Wad), Ray = T.CreateChecked(WadRayMath.Ray);
    }
}
