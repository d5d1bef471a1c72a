using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Oracle;

/// <summary>The named settings of an instrument's oracle policy.</summary>
public static class OraclePolicy
{
    /// <summary>Margin of error, ppm of the distance between a price and the ends of its band.</summary>
    public const string MarginOfError = "marginOfErrorPpm";

    /// <summary>The largest margin of error, ppm: a thousand times.</summary>
    private const long MarginOfErrorPpmMax = 1_000_000_000;

    private static readonly string[] NotEnforced =
    [
        "minSources", "maxAgeMs", "maxDeviationPpm", "maxConfidencePpm", "jumpLimitPpm", "jumpWindowMs", "jumpConfirmations", "jumpConfirmMs",
    ];

    /// <summary>
    /// Checks the names. A guard that this version does not enforce is refused unless it is off: somebody who asks for a guard must not believe
    /// that there is one.
    /// </summary>
    /// <exception cref="TermsException">A name is unknown, a value negative, or a guard not to be had.</exception>
    public static void Check(IReadOnlyDictionary<string, BigInteger> policy)
    {
        foreach ((string name, BigInteger value) in policy)
        {
            string field = $"oraclePolicy.{name}";
            if (value.Sign < 0)
            {
                throw new TermsException(field, $"expected {name} >= 0, but it is {value}");
            }

            if (name == MarginOfError && value > MarginOfErrorPpmMax)
            {
                throw new TermsException(field, $"expected {name} <= {MarginOfErrorPpmMax}, but it is {value}");
            }

            if (name == MarginOfError || (Array.IndexOf(NotEnforced, name) >= 0 && value.IsZero))
            {
                continue;
            }

            throw new TermsException(
                field,
                Array.IndexOf(NotEnforced, name) >= 0
                    ? $"expected {name} = 0 (off): this guard is not enforced yet"
                    : $"expected one of {MarginOfError}, {string.Join(", ", NotEnforced)}, but {name} is unknown");
        }
    }

    /// <summary>
    /// The ends of a price: the distances to its own low and high where it has them, else its confidence, times the margin of error. Without a margin
    /// of error both are the price: a band that is wide for a moment liquidates nobody unless the instrument asks for it. Distances round up (a wider
    /// band); the low end is never below zero.
    /// </summary>
    public static (BigInteger Low, BigInteger High) Band(OracleObservation price, IReadOnlyDictionary<string, BigInteger> policy)
    {
        BigInteger error = policy.GetValueOrDefault(MarginOfError, BigInteger.Zero);
        BigInteger confidence = price.Confidence ?? BigInteger.Zero;
        BigInteger down = price.Low is { } low ? price.Value - low : confidence;
        BigInteger up = price.High is { } high ? high - price.Value : confidence;
        return (BigInteger.Max(0, price.Value - Widened(down)), price.Value + Widened(up));

        BigInteger Widened(BigInteger distance) => ExactMath.DivideCeiling(distance * error, 1_000_000);
    }
}
