using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>How much of a debt may be liquidated at once. Base amounts are in the base currency's smallest unit.</summary>
/// <param name="HealthFactorWad">Above this health factor, wad, at most <paramref name="DefaultBps"/> may.</param>
/// <param name="MinBase">Where collateral or debt of the pair is worth less than this, everything may.</param>
/// <param name="MinLeftoverBase">The least that must be left on both sides where neither is cleared.</param>
/// <param name="DefaultBps">The share of the total debt, basis points.</param>
public sealed record AaveCloseFactor(BigInteger HealthFactorWad, BigInteger MinBase, BigInteger MinLeftoverBase, int DefaultBps);
