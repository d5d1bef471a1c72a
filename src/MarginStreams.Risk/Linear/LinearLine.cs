namespace MarginStreams.Risk.Linear;

/// <summary>What a contribution is counted for.</summary>
public enum LinearLine
{
    /// <summary>Weight one, plain price, no requirement.</summary>
    Equity,

    /// <summary>Surplus over the initial requirement.</summary>
    Initial,

    /// <summary>Surplus over the maintenance requirement: this one decides.</summary>
    Maintenance,
}
