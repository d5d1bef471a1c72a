using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>What a holding counts, with the figures on the way.</summary>
/// <param name="Balance">Tokens supplied or owed, smallest token unit.</param>
/// <param name="Base">Their value, base currency's smallest unit; never negative.</param>
/// <param name="Weighted">Value of a deposit x liquidation threshold in basis points; 0 for a debt.</param>
/// <param name="Value">Contribution to the equity.</param>
/// <param name="Initial">Contribution to the initial line.</param>
/// <param name="Maintenance">Contribution to the maintenance line.</param>
public readonly record struct AaveShare<T>(T Balance, T Base, T Weighted, T Value, T Initial, T Maintenance)
    where T : IBinaryInteger<T>;
