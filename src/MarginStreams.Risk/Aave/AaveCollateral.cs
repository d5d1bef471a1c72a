using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>How a deposit counts, of its own or in an e-mode category.</summary>
/// <param name="LtvBps">How much may be borrowed against it, basis points.</param>
/// <param name="LiquidationThresholdBps">How much of it counts for the health factor, basis points.</param>
/// <param name="LiquidationBonusBps">What is seized for a debt of 100 %, basis points.</param>
public sealed record AaveCollateral(int LtvBps, int LiquidationThresholdBps, int LiquidationBonusBps)
{
    /// <summary>The bonus in basis points fits 16 bits on the chain.</summary>
    private const int BonusMaxBps = ushort.MaxValue;

    internal static AaveCollateral Create(string where, string suffix, BigInteger ltv, BigInteger threshold, BigInteger bonus)
    {
        TermsCheck.Require(
            ltv >= 0 && ltv <= threshold && threshold <= PercentageMath.One,
            Field(AaveNames.LiquidationThreshold, AaveNames.EModeLiquidationThreshold),
            $"0 <= ltv <= liquidation threshold <= {PercentageMath.One} bps, but they are {ltv} and {threshold}");
        TermsCheck.Require(
            bonus >= PercentageMath.One && bonus <= BonusMaxBps,
            Field(AaveNames.LiquidationBonus, AaveNames.EModeLiquidationBonus),
            $"a liquidation bonus between {PercentageMath.One} and {BonusMaxBps} bps, but it is {bonus}");
        return new((int)ltv, (int)threshold, (int)bonus);

        string Field(string own, string inCategory) => $"{where}.{(suffix.Length == 0 ? own : inCategory)}{suffix}";
    }
}
