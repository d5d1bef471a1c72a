using System.Numerics;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Benchmarks.Aave;

/// <summary>Settings of a collateral, basis points; a category of zero is none.</summary>
internal sealed record AaveCollateralTerms(
    string Symbol, int Threshold, int Ltv, int Bonus, int Mode, int ModeThreshold, int ModeLtv, int ModeBonus)
{
    /// <summary>As an instrument names them.</summary>
    public Dictionary<string, BigInteger> Parameters() => new(StringComparer.Ordinal)
    {
        [AaveNames.LiquidationThreshold] = Threshold,
        [AaveNames.Ltv] = Ltv,
        [AaveNames.LiquidationBonus] = Bonus,
        [AaveNames.ProtocolFee] = 1000,
    };

    /// <summary>The category's figures, as an instrument names them.</summary>
    public Dictionary<string, IReadOnlyList<BigInteger>> Tables() => Mode == 0
        ? new(StringComparer.Ordinal)
        : new(StringComparer.Ordinal)
        {
            [AaveNames.EModeCategory] = [Mode],
            [AaveNames.EModeLiquidationThreshold] = [ModeThreshold],
            [AaveNames.EModeLtv] = [ModeLtv],
            [AaveNames.EModeLiquidationBonus] = [ModeBonus],
        };
}
