namespace MarginStreams.Benchmarks;

/// <summary>How a run did against the budgets.</summary>
/// <param name="Budgets">Budgets that were measured.</param>
/// <param name="Missed">Those that were missed.</param>
public readonly record struct BenchVerdict(int Budgets, int Missed);
