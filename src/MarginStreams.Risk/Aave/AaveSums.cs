using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>The sums over an account's holdings, base currency's smallest unit.</summary>
internal struct AaveSums<T>
    where T : struct, IBinaryInteger<T>
{
    /// <summary>Bits that a wad division takes in the narrow lane beside the dividend's own.</summary>
    private const int WadBits = 61, NarrowBits = 126;

    /// <summary>Value of the deposits, of the debts, and of the deposits x liquidation threshold in basis points.</summary>
    public T Collateral, Debt, Weighted;

    /// <summary>Sums of the contributions.</summary>
    public T Initial, Maintenance;

    /// <summary>Whether there is a holding that is owed, or one to seize.</summary>
    public bool HasExposure, HasClosable;

    /// <summary>Whether the health factor can be worked out in the lane.</summary>
    public readonly bool Fits => typeof(T) != typeof(Int128) || Weighted.GetShortestBitLength() + WadBits < NarrowBits;

    /// <summary>
    /// Whether the account is to be liquidated: it owes something, and its health factor is below one. What is owed at price zero is nothing.
    /// </summary>
    public readonly bool IsLiquidatable => HealthFactor is { } healthFactor && AaveRule.IsBelowOne(healthFactor);

    /// <summary>The health factor, wad; null where nothing is owed.</summary>
    public readonly T? HealthFactor => T.IsZero(Debt) ? null : AaveRule.HealthFactor(Weighted, Debt);

    /// <summary>Adds a holding.</summary>
    public void Add(T size, in AaveShare<T> share)
    {
        if (T.IsNegative(size))
        {
            Debt += share.Base;
            HasExposure = true;
        }
        else
        {
            Collateral += share.Base;
            Weighted += share.Weighted;
            HasClosable |= !T.IsZero(size);
        }

        Initial += share.Initial;
        Maintenance += share.Maintenance;
    }
}
