namespace MarginStreams.Risk.Linear;

/// <summary>The names that the <c>linear</c> rule set accepts. <c>docs/concepts/linear.md</c> is their reference.</summary>
public static class LinearNames
{
    /// <summary>Name of the rule set.</summary>
    public const string RuleSet = "linear";

    /// <summary>Venue parameter: maintenance surplus at which an account leaves liquidation, numeraire's smallest unit.</summary>
    public const string ExitBuffer = "exitBuffer";

    /// <summary>Asset parameter, ppm: how much of a deposit counts on the initial line.</summary>
    public const string WeightInitial = "weightInitialPpm";

    /// <summary>Asset parameter, ppm: how much of a deposit counts on the maintenance line.</summary>
    public const string WeightMaintenance = "weightMaintenancePpm";

    /// <summary>Asset parameter, ppm: how much a debt counts on the initial line.</summary>
    public const string LiabilityWeightInitial = "liabilityWeightInitialPpm";

    /// <summary>Asset parameter, ppm: how much a debt counts on the maintenance line.</summary>
    public const string LiabilityWeightMaintenance = "liabilityWeightMaintenancePpm";

    /// <summary>Perpetual parameter, ppm: how much of an unrealised gain counts.</summary>
    public const string GainWeight = "gainWeightPpm";

    /// <summary>Perpetual parameter, ppm of notional: what a liquidation costs.</summary>
    public const string LiquidationFee = "liquidationFeePpm";

    /// <summary>Perpetual table: notional at which each bracket begins, numeraire's smallest unit.</summary>
    public const string BracketLowerBound = "bracketLowerBound";

    /// <summary>Perpetual table, ppm: marginal initial rate of each bracket.</summary>
    public const string BracketInitial = "bracketInitialPpm";

    /// <summary>Perpetual table, ppm: marginal maintenance rate of each bracket.</summary>
    public const string BracketMaintenance = "bracketMaintenancePpm";

    internal static readonly string[] VenueParameters = [ExitBuffer];

    internal static readonly string[] AssetParameters =
        [WeightInitial, WeightMaintenance, LiabilityWeightInitial, LiabilityWeightMaintenance];

    internal static readonly string[] PerpetualParameters = [GainWeight, LiquidationFee];

    internal static readonly string[] PerpetualTables = [BracketLowerBound, BracketInitial, BracketMaintenance];
}
