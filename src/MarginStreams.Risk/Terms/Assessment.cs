using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>
/// Everything a decision about an account rests on. Money is in the smallest unit of the venue's numeraire.
/// </summary>
/// <param name="Equity">Sum of the holdings' values at weight one and plain prices.</param>
/// <param name="InitialSurplus">Sum of the contributions to the initial line.</param>
/// <param name="MaintenanceSurplus">Sum of the contributions to the maintenance line.</param>
/// <param name="ExitBuffer">Maintenance surplus at which an account leaves liquidation.</param>
/// <param name="HasExposure">Whether there is a debt or a position.</param>
/// <param name="HasClosable">Whether there is a position to close or an asset to seize.</param>
/// <param name="Holdings">Each holding's share, in ordinal order of instrument.</param>
public sealed record Assessment(
    BigInteger Equity,
    BigInteger InitialSurplus,
    BigInteger MaintenanceSurplus,
    BigInteger ExitBuffer,
    bool HasExposure,
    bool HasClosable,
    IReadOnlyList<HoldingAssessment> Holdings)
{
    private IReadOnlyList<LiquidationOption>? _options;

    /// <summary>Whether the account is to be liquidated: below zero, unless its rule set says it in another way.</summary>
    public bool IsLiquidatable { get; init; } = HasExposure && MaintenanceSurplus.Sign < 0;

    /// <summary>Whether an account in liquidation may leave it: at the exit buffer, unless its rule set says it in another way.</summary>
    public bool IsOut { get; init; } = !HasExposure || MaintenanceSurplus >= ExitBuffer;

    /// <summary>Health factor, 18 decimals, of a rule set that decides by one; null without a debt, and under other rule sets.</summary>
    public BigInteger? HealthFactorWad { get; init; }

    /// <summary>How the account may be liquidated, in the order that the rule set gives; empty while it is out of liquidation.</summary>
    public IReadOnlyList<LiquidationOption> Options
    {
        get => _options ??= OptionsFrom?.Invoke() ?? [];
        init => _options = value;
    }

    /// <summary>Works the options out when somebody asks: many look at a decision, few at what follows from it.</summary>
    public Func<IReadOnlyList<LiquidationOption>>? OptionsFrom { get; init; }

    /// <summary>Whether the account owes more than it has.</summary>
    public bool IsBankrupt => Equity.Sign < 0;

    /// <summary>Equity less initial surplus.</summary>
    public BigInteger InitialRequirement => Equity - InitialSurplus;

    /// <summary>Equity less maintenance surplus.</summary>
    public BigInteger MaintenanceRequirement => Equity - MaintenanceSurplus;
}

/// <summary>What one holding contributes.</summary>
/// <param name="Instrument">The instrument's id.</param>
/// <param name="Size">Mantissa in the instrument's size unit, signed.</param>
/// <param name="Price">Mantissa of the price used on the maintenance line, in the instrument's price unit.</param>
/// <param name="Value">Contribution to equity.</param>
/// <param name="Initial">Contribution to the initial surplus.</param>
/// <param name="Maintenance">Contribution to the maintenance surplus.</param>
public sealed record HoldingAssessment(
    string Instrument,
    BigInteger Size,
    BigInteger? Price,
    BigInteger Value,
    BigInteger Initial,
    BigInteger Maintenance);
