namespace MarginStreams.Benchmarks.Aave;

/// <summary>A borrower as the data has it.</summary>
/// <param name="Debts">What is owed, dollars by symbol.</param>
/// <param name="CollateralUsd">All collateral, dollars.</param>
/// <param name="HealthFactor">The health factor that was published with it, which knows nothing of e-mode.</param>
internal sealed record AaveBorrower(IReadOnlyList<KeyValuePair<string, decimal>> Debts, decimal CollateralUsd, decimal HealthFactor)
{
    /// <summary>All that is owed, dollars.</summary>
    public decimal DebtUsd => Debts.Sum(debt => debt.Value);
}
