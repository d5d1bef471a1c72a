using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>What may be done with a holding of a liquidatable account.</summary>
public enum LiquidationAction
{
    /// <summary>A position is closed.</summary>
    Close,

    /// <summary>A debt is repaid.</summary>
    Repay,

    /// <summary>Collateral is seized for a debt that is repaid.</summary>
    Seize,
}

/// <summary>One way to liquidate.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Instrument">With which holding.</param>
/// <param name="SizeMax">The most that may be closed, repaid or seized, in the instrument's size unit; never negative.</param>
/// <param name="FeePpm">Fee or bonus to the liquidator, ppm of notional.</param>
public sealed record LiquidationOption(LiquidationAction Action, string Instrument, BigInteger SizeMax, long FeePpm)
{
    /// <summary>The least that puts the account at its exit line, in the instrument's size unit; null when no amount does, or it is not known.</summary>
    public BigInteger? SizeToExit { get; init; }

    /// <summary>For <see cref="LiquidationAction.Seize"/>: the debt that is repaid for it; empty otherwise.</summary>
    public string RepaidInstrument { get; init; } = "";

    /// <summary>For <see cref="LiquidationAction.Seize"/>: how much of that debt is repaid for <see cref="SizeMax"/>, in its size unit.</summary>
    public BigInteger RepaidSize { get; init; }

    /// <summary>
    /// Where sizes are not amounts of tokens but shares of a pool: what the liquidator receives for <see cref="SizeMax"/>, smallest token unit; else null.
    /// </summary>
    public BigInteger? SeizedTokens { get; init; }

    /// <summary>Likewise: what the liquidator repays for it, rounded as the pool does; else null.</summary>
    public BigInteger? RepaidTokens { get; init; }

    /// <summary>Likewise: what the protocol keeps of what is seized; else null.</summary>
    public BigInteger? ProtocolFeeTokens { get; init; }
}
