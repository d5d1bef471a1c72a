namespace MarginStreams.Benchmarks.Cross;

/// <summary>How close to their lines the accounts of a population are.</summary>
/// <param name="Name">Name of the population.</param>
/// <param name="LeverageMax">Largest notional over equity; leverage is even from one to a limit that is even up to this.</param>
/// <param name="EquityPercentLeast">Least equity, percent of the maintenance requirement.</param>
internal sealed record CrossShape(string Name, int LeverageMax, int EquityPercentLeast)
{
    /// <summary>Traders at the edge.</summary>
    public static CrossShape Hot { get; } = new("hot", 30, 125);

    /// <summary>A venue on an ordinary day.</summary>
    public static CrossShape Normal { get; } = new("normal", 10, 200);
}
