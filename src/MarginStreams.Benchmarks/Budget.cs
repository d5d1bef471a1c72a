namespace MarginStreams.Benchmarks;

/// <summary>What a figure has to keep to.</summary>
/// <param name="Figure">Name of the figure.</param>
/// <param name="Bound">Which side of the limit is allowed; the limit itself always is.</param>
/// <param name="Limit">The limit, in the unit of the figure.</param>
public sealed record Budget(string Figure, BudgetBound Bound, double Limit)
{
    /// <summary>Whether a value keeps to it; what is not a number does not.</summary>
    public bool Holds(double value) => Bound == BudgetBound.AtMost ? value <= Limit : value >= Limit;

    /// <summary><c>verdict.name=ok (&lt;= 3)</c>.</summary>
    public string Verdict(double value) =>
        $"verdict.{Figure}={(Holds(value) ? "ok" : "missed")} ({(Bound == BudgetBound.AtMost ? "<=" : ">=")} {Benchmarks.Figure.Text(Limit)})";
}
