using System.Globalization;

namespace MarginStreams.Benchmarks;

/// <summary>One measured number.</summary>
/// <param name="Name">Its name, which ends with its unit where it has one; _vs_ is a ratio.</param>
/// <param name="Value">The number.</param>
public readonly record struct Figure(string Name, double Value)
{
    private const double NoFractionFrom = 1_000;

    /// <summary><c>name=value</c>.</summary>
    public override string ToString() => $"{Name}={Text(Value)}";

    /// <summary>A number as it is printed: three fractional digits at most, none from a thousand on.</summary>
    internal static string Text(double value) => value.ToString(Math.Abs(value) < NoFractionFrom ? "0.###" : "0", CultureInfo.InvariantCulture);
}
