using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Oracle;

/// <summary>The named settings of an instrument's oracle policy.</summary>
public static class OraclePolicy
{
    /// <summary>Margin of error, ppm of the distance between a price and the ends of its band.</summary>
    public const string MarginOfError = "marginOfErrorPpm";

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
    /// The ends of a price: its own low and high where it has them, else plus and minus its confidence, each distance times the margin of error.
    /// Without a margin of error a price's own low and high stand as they are, and its confidence is not used. Distances round up (a wider band);
    /// the low end is never below zero.
    /// </summary>
    public static (BigInteger Low, BigInteger High) Band(OracleObservation price, IReadOnlyDictionary<string, BigInteger> policy)
    {
        BigInteger ppm = 1_000_000;
        BigInteger down = price.Value - (price.Low ?? price.Value);
        BigInteger up = (price.High ?? price.Value) - price.Value;
        if (policy.TryGetValue(MarginOfError, out BigInteger error))
        {
            BigInteger confidence = price.Confidence ?? BigInteger.Zero;
            down = ExactMath.DivideCeiling((price.Low is null ? confidence : down) * error, ppm);
            up = ExactMath.DivideCeiling((price.High is null ? confidence : up) * error, ppm);
        }

        return (BigInteger.Max(0, price.Value - down), price.Value + up);
    }
}
