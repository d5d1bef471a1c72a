using System.Globalization;

namespace MarginStreams.Benchmarks;

/// <summary>One measured number.</summary>
/// <param name="Name">Its name, which ends with its unit where it has one; _vs_ is a ratio.</param>
/// <param name="Value">The number.</param>
public readonly record struct Figure(string Name, double Value)
{
    /// <summary>Why it was not measured; empty where it was.</summary>
    public string Skipped { get; private init; } = "";

    private const double NoFractionFrom = 1_000;
    private const double ManyFractionsBelow = 0.01;

    /// <summary>A figure that cannot be measured here.</summary>
    public static Figure Without(string name, string reason) => new(name, double.NaN) { Skipped = reason };

    /// <summary><c>name=value</c>, or <c>name=skipped (reason)</c>.</summary>
    public override string ToString() => Skipped.Length == 0 ? $"{Name}={Text(Value)}" : $"{Name}=skipped ({Skipped})";

    /// <summary>A number as it is printed: three fractional digits at most, none from a thousand on, six below a hundredth.</summary>
    internal static string Text(double value)
    {
        double size = Math.Abs(value);
        return value.ToString(size >= NoFractionFrom ? "0" : size < ManyFractionsBelow ? "0.######" : "0.###", CultureInfo.InvariantCulture);
    }
}
