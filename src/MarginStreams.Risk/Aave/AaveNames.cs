namespace MarginStreams.Risk.Aave;

/// <summary>The names that the <c>aave-v3</c> rule set accepts. <c>docs/concepts/aave-v3.md</c> is their reference.</summary>
public static class AaveNames
{
    /// <summary>Name of the rule set.</summary>
    public const string RuleSet = "aave-v3";

    /// <summary>Venue parameter, wad: above this health factor no more than <see cref="DefaultCloseFactor"/> of the debt may be liquidated.</summary>
    public const string CloseFactorHealthFactor = "closeFactorHfThresholdWad";

    /// <summary>Venue parameter, base currency: below this collateral or debt everything may be liquidated.</summary>
    public const string MinBaseMaxCloseFactor = "minBaseMaxCloseFactor";

    /// <summary>Venue parameter, base currency: the least that a partial liquidation may leave.</summary>
    public const string MinLeftoverBase = "minLeftoverBase";

    /// <summary>Venue parameter, basis points of the total debt.</summary>
    public const string DefaultCloseFactor = "defaultCloseFactorBps";

    /// <summary>Deposit parameter, basis points: how much of the collateral counts for the health factor.</summary>
    public const string LiquidationThreshold = "liquidationThresholdBps";

    /// <summary>Deposit parameter, basis points: how much may be borrowed against the collateral.</summary>
    public const string Ltv = "ltvBps";

    /// <summary>Deposit parameter, basis points: what is seized for a debt of 100 %.</summary>
    public const string LiquidationBonus = "liquidationBonusBps";

    /// <summary>Deposit parameter, basis points of the bonus.</summary>
    public const string ProtocolFee = "liquidationProtocolFeeBps";

    /// <summary>Deposit table: ids of the e-mode categories in which the asset is collateral.</summary>
    public const string EModeCategory = "eModeCategory";

    /// <summary>Deposit table, basis points: <see cref="Ltv"/> in each category.</summary>
    public const string EModeLtv = "eModeLtvBps";

    /// <summary>Deposit table, basis points: <see cref="LiquidationThreshold"/> in each category.</summary>
    public const string EModeLiquidationThreshold = "eModeLiquidationThresholdBps";

    /// <summary>Deposit table, basis points: <see cref="LiquidationBonus"/> in each category.</summary>
    public const string EModeLiquidationBonus = "eModeLiquidationBonusBps";

    /// <summary>Account attribute: id of the e-mode category, 0 for none.</summary>
    public const string EMode = "eMode";

    internal static readonly string[] VenueParameters = [CloseFactorHealthFactor, MinBaseMaxCloseFactor, MinLeftoverBase, DefaultCloseFactor];

    internal static readonly string[] DepositParameters = [LiquidationThreshold, Ltv, LiquidationBonus, ProtocolFee];

    internal static readonly string[] DepositTables = [EModeCategory, EModeLtv, EModeLiquidationThreshold, EModeLiquidationBonus];
}
