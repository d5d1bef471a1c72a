using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>
/// The arithmetic of Aave v3.7's contract library GenericLogic: what a holding counts, and the health factor. <c>docs/concepts/aave-v3.md</c> has the
/// formulas. The same
/// code decides and explains.
/// </summary>
public static class AaveRule
{
    /// <summary>Tokens of a scaled balance: those supplied down, those owed up.</summary>
    public static T Balance<T>(T scaled, T index, bool isDebt)
        where T : IBinaryInteger<T> => isDebt ? WadRayMath.RayMulCeil(scaled, index) : WadRayMath.RayMulFloor(scaled, index);

    /// <summary>Value of tokens in the base currency: what is supplied down, what is owed up.</summary>
    public static T Base<T>(T balance, T price, T unit, bool isDebt)
        where T : IBinaryInteger<T> => isDebt ? ExactMath.DivideCeiling(balance * price, unit) : ExactMath.DivideFloor(balance * price, unit);

    /// <summary>What a holding counts. Its sign says whether it is a debt, also where the side of its instrument was changed since.</summary>
    /// <exception cref="OverflowException">A figure does not fit the lane.</exception>
    public static AaveShare<T> Share<T>(AaveMarket market, T size, int marginClass)
        where T : IBinaryInteger<T>
    {
        bool isDebt = T.IsNegative(size);
        (T price, T index, T unit) = market.In<T>(isDebt);
        T balance = Balance(T.Abs(size), index, isDebt);
        T worth = Base(balance, price, unit, isDebt);
        if (isDebt)
        {
            return new(balance, worth, T.Zero, -worth, -worth, -worth);
        }

        AaveCollateral collateral = market.Instrument.Collateral(marginClass);
        var one = T.CreateChecked(PercentageMath.One);
        T weighted = worth * T.CreateChecked(collateral.LiquidationThresholdBps);

        // Down: against the account.
        T initial = ExactMath.DivideFloor(worth * T.CreateChecked(collateral.LtvBps), one);
        return new(balance, worth, weighted, worth, initial, ExactMath.DivideFloor(weighted, one));
    }

    /// <summary>The health factor, wad: wadDiv (half up) of the weighted collateral by the debt, / 10^4 down. The debt is not zero.</summary>
    /// <param name="weighted">Sum of the deposits' values x liquidation threshold in basis points.</param>
    /// <param name="debt">Sum of the debts' values.</param>
    public static T HealthFactor<T>(T weighted, T debt)
        where T : IBinaryInteger<T> => ExactMath.DivideFloor(WadRayMath.WadDiv(weighted, debt), T.CreateChecked(PercentageMath.One));

    /// <summary>Whether a health factor is below one, strictly: then the account is to be liquidated.</summary>
    public static bool IsBelowOne<T>(T healthFactor)
        where T : IBinaryInteger<T> => healthFactor < T.CreateChecked(WadRayMath.Wad);
}
