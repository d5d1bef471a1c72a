using System.Numerics;

namespace MarginStreams.Oracle;

/// <summary>Which prices can be used.</summary>
internal static class OraclePrices
{
    /// <summary>The most digits: with the largest margin of error on both ends a band still has fewer than the 76 of an amount.</summary>
    public const int DigitsMax = 66;

    private static readonly BigInteger Limit = BigInteger.Pow(10, DigitsMax);

    /// <summary>Whether a price with its ends and its confidence, none of them negative, is short enough.</summary>
    public static bool Fits(OracleObservation price) =>
        price.Value < Limit && (price.High ?? price.Value) < Limit && (price.Confidence ?? BigInteger.Zero) < Limit;
}
