using System.Numerics;

namespace MarginStreams.Oracle;

/// <summary>Which interest rates can be used.</summary>
internal static class OracleRates
{
    /// <summary>
    /// The most digits of a rate: 10,000 % a year where one is 10^27. Compounded from 1970 to the year 9999, with one at 10^18, it grows an index by fewer
    /// than 44 digits.
    /// </summary>
    public const int RateDigitsMax = 29;

    /// <summary>The most digits of an index with a rate: grown, it still has no more than the 76 of an amount.</summary>
    public const int IndexDigitsMax = 32;

    private static readonly BigInteger RateLimit = BigInteger.Pow(10, RateDigitsMax);
    private static readonly BigInteger IndexLimit = BigInteger.Pow(10, IndexDigitsMax);

    /// <summary>Whether an index has no rate, or one that can be used.</summary>
    public static bool Fits(OracleObservation index) =>
        index.Vector.Count <= 1 && index.Rate.Sign >= 0 && index.Rate < RateLimit && (index.Rate.IsZero || index.Value < IndexLimit);
}
