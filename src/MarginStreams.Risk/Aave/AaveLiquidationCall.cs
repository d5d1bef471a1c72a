using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>What the pool makes of a call to liquidate. Amounts are in smallest token units.</summary>
/// <param name="CloseFactorBps">100 %, or the share of the total debt that is the most.</param>
/// <param name="DebtMax">The most of the debt that may be repaid.</param>
/// <param name="Debt">What is repaid.</param>
/// <param name="Collateral">What the liquidator receives.</param>
/// <param name="ProtocolFee">What the protocol receives of the collateral.</param>
/// <param name="LeavesDust">Whether the pool refuses: neither side is cleared, and too little is left of one.</param>
public sealed record AaveLiquidationCall(
    int CloseFactorBps, BigInteger DebtMax, BigInteger Debt, BigInteger Collateral, BigInteger ProtocolFee, bool LeavesDust);
