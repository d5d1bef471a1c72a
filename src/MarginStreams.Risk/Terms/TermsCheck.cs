using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>Refusals of terms, each with the condition that was broken.</summary>
internal static class TermsCheck
{
    /// <summary>Exponents beyond this make no sense with amounts of 76 digits.</summary>
    private const int ExponentMax = 77;

    public static void Require(bool holds, string field, string condition)
    {
        if (!holds)
        {
            throw new TermsException(field, $"expected {condition}");
        }
    }

    public static void Exponent(string field, int exponent) =>
        Require(
            exponent is >= -ExponentMax and <= ExponentMax,
            field,
            $"{field} between -{ExponentMax} and {ExponentMax}, but it is {exponent}");

    public static void OnlyNames(string where, IEnumerable<string> names, string[] accepted, string ruleSet)
    {
        foreach (string name in names)
        {
            Require(
                Array.IndexOf(accepted, name) >= 0,
                $"{where}.{name}",
                $"one of {(accepted.Length == 0 ? "no names" : string.Join(", ", accepted))}, but {name} is unknown to the rule set {ruleSet}");
        }
    }

    /// <summary>A ratio in ppm, or a default; with neither it is missing.</summary>
    public static long Ppm(IReadOnlyDictionary<string, BigInteger> parameters, string name, long? defaultPpm, string ruleSet)
    {
        if (!parameters.TryGetValue(name, out BigInteger value))
        {
            Require(defaultPpm is not null, $"parameters.{name}", $"parameter {name}, which the rule set {ruleSet} requires");
            return defaultPpm!.Value;
        }

        Require(value >= 0 && value <= MaxPpm, $"parameters.{name}", $"{name} between 0 and {MaxPpm} ppm, but it is {value}");
        return (long)value;
    }

    /// <summary>A thousand times one: no ratio of this rule set means more.</summary>
    internal const long MaxPpm = 1_000_000_000;
}
