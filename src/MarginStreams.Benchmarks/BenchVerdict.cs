namespace MarginStreams.Benchmarks;

/// <summary>How a run did against the budgets.</summary>
/// <param name="Budgets">Budgets that were measured.</param>
/// <param name="Missed">Those that were missed.</param>
public readonly record struct BenchVerdict(int Budgets, int Missed)
{
    /// <summary>Holds figures against their budgets, where they have one, and prints a line for each.</summary>
    public static BenchVerdict Of(IReadOnlyDictionary<string, double> figures, Action<string> print)
    {
        Budget[] budgets = [.. Benchmarks.Budgets.All.Where(budget => figures.ContainsKey(budget.Figure))];
        Array.ForEach(budgets, budget => print(budget.Verdict(figures[budget.Figure])));
        return new(budgets.Length, budgets.Count(budget => !budget.Holds(figures[budget.Figure])));
    }
}
