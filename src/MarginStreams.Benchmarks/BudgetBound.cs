namespace MarginStreams.Benchmarks;

/// <summary>Which side of a limit is allowed.</summary>
public enum BudgetBound
{
    /// <summary>Up to the limit.</summary>
    AtMost,

    /// <summary>From the limit on.</summary>
    AtLeast,
}
