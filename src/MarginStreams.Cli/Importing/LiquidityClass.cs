namespace MarginStreams.Cli.Importing;

/// <summary>How easily a position is closed: what margin ratios and collateral weights go by.</summary>
public enum LiquidityClass
{
    /// <summary>The deepest markets.</summary>
    Major,

    /// <summary>Well-traded markets.</summary>
    Middle,

    /// <summary>All others, and those nothing is known of.</summary>
    Minor,
}
