using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>One side of a liquidation.</summary>
/// <param name="Balance">What the account has or owes, smallest token unit.</param>
/// <param name="Price">Price of a token, base currency's smallest unit; positive.</param>
/// <param name="Unit">Smallest token units in a token.</param>
public readonly record struct AaveReserve(BigInteger Balance, BigInteger Price, BigInteger Unit);
