using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>A debt that may be repaid and the collateral that is seized for it.</summary>
/// <param name="Collateral">The collateral.</param>
/// <param name="Debt">The debt.</param>
/// <param name="BonusBps">What is seized for a debt of 100 %, basis points.</param>
/// <param name="ProtocolFeeBps">What the protocol takes of the bonus, basis points.</param>
/// <param name="TotalDebtBase">All that the account owes, base currency's smallest unit.</param>
/// <param name="HealthFactorWad">The account's health factor, wad.</param>
public sealed record AavePair(
    AaveReserve Collateral, AaveReserve Debt, int BonusBps, int ProtocolFeeBps, BigInteger TotalDebtBase, BigInteger HealthFactorWad);
