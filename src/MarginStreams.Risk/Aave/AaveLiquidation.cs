using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>How much is repaid and seized: the arithmetic of Aave v3.7's contract library LiquidationLogic, to the last unit.</summary>
public static class AaveLiquidation
{
    /// <summary>What a call does that asks to repay so much, smallest token unit; null asks for the most.</summary>
    public static AaveLiquidationCall Compute(AavePair pair, AaveCloseFactor closeFactor, BigInteger? debtToCover = null)
    {
        bool isCapped = IsCapped(pair, closeFactor);
        BigInteger most = isCapped ? Capped(pair, closeFactor.DefaultBps) : pair.Debt.Balance;
        BigInteger asked = BigInteger.Min(debtToCover ?? most, most);
        (BigInteger seized, BigInteger repaid) = Seized(pair, asked);

        // The bonus part of what is seized, up; the protocol's share of it, up; out of what the liquidator receives.
        BigInteger bonus = seized - PercentageMath.PercentDivFloor(seized, pair.BonusBps);
        BigInteger fee = PercentageMath.PercentMulCeil(bonus, pair.ProtocolFeeBps);
        return new(
            isCapped ? closeFactor.DefaultBps : PercentageMath.One,
            most,
            repaid,
            seized - fee,
            fee,
            LeavesDust(pair, closeFactor.MinLeftoverBase, repaid, seized));
    }

    /// <summary>
    /// The largest call that the pool takes; null where it takes none. Where the most would leave dust, less leaves more on both sides, so the largest amount
    /// is found
    /// by halving.
    /// </summary>
    public static AaveLiquidationCall? Largest(AavePair pair, AaveCloseFactor closeFactor)
    {
        AaveLiquidationCall call = Compute(pair, closeFactor);
        if (call.LeavesDust)
        {
            BigInteger taken = 0, refused = call.DebtMax;
            while (refused - taken > 1)
            {
                BigInteger middle = (taken + refused) >> 1;
                (taken, refused) = Compute(pair, closeFactor, middle).LeavesDust ? (taken, middle) : (middle, refused);
            }

            call = Compute(pair, closeFactor, taken);
        }

        return call.LeavesDust || call.Debt.IsZero || call.Collateral.IsZero ? null : call;
    }

    /// <summary>
    /// What a call takes off the scaled balance of the collateral: the liquidator's and the protocol's part, each up, and not more than there is.
    /// </summary>
    public static BigInteger ScaledCollateral(AaveLiquidationCall call, BigInteger index, BigInteger scaledBalance) => BigInteger.Min(
        scaledBalance, WadRayMath.RayDivCeil(call.Collateral, index) + WadRayMath.RayDivCeil(call.ProtocolFee, index));

    /// <summary>What a call takes off the scaled balance of the debt: down, and not more than there is.</summary>
    public static BigInteger ScaledDebt(AaveLiquidationCall call, BigInteger index, BigInteger scaledBalance) =>
        BigInteger.Min(scaledBalance, WadRayMath.RayDivFloor(call.Debt, index));

    /// <summary>Both sides of the pair are large, and the health factor is not much below one.</summary>
    private static bool IsCapped(AavePair pair, AaveCloseFactor closeFactor) =>
        Base(pair.Collateral, pair.Collateral.Balance, isDebt: false) >= closeFactor.MinBase
        && Base(pair.Debt, pair.Debt.Balance, isDebt: true) >= closeFactor.MinBase
        && pair.HealthFactorWad > closeFactor.HealthFactorWad;

    /// <summary>The debt, but not more than a share of the total debt: half up in the base currency, then down in tokens.</summary>
    private static BigInteger Capped(AavePair pair, int shareBps)
    {
        BigInteger share = PercentageMath.PercentMul(pair.TotalDebtBase, shareBps);
        return Base(pair.Debt, pair.Debt.Balance, isDebt: true) > share
            ? ExactMath.DivideFloor(share * pair.Debt.Unit, pair.Debt.Price)
            : pair.Debt.Balance;
    }

    /// <summary>The collateral for a debt, with the bonus, both down; where there is not so much, all of it, and the debt that it pays for, up.</summary>
    private static (BigInteger Collateral, BigInteger Debt) Seized(AavePair pair, BigInteger debt)
    {
        BigInteger collateralValue = pair.Collateral.Price * pair.Debt.Unit;
        BigInteger debtValue = pair.Debt.Price * pair.Collateral.Unit;
        BigInteger seized = PercentageMath.PercentMulFloor(ExactMath.DivideFloor(debtValue * debt, collateralValue), pair.BonusBps);
        return seized <= pair.Collateral.Balance
            ? (seized, debt)
            : (pair.Collateral.Balance,
                PercentageMath.PercentDivCeil(ExactMath.DivideFloor(collateralValue * pair.Collateral.Balance, debtValue), pair.BonusBps));
    }

    private static bool LeavesDust(AavePair pair, BigInteger least, BigInteger repaid, BigInteger seized) =>
        repaid < pair.Debt.Balance
        && seized < pair.Collateral.Balance
        && (Base(pair.Debt, pair.Debt.Balance - repaid, isDebt: true) < least
            || Base(pair.Collateral, pair.Collateral.Balance - seized, isDebt: false) < least);

    private static BigInteger Base(AaveReserve reserve, BigInteger amount, bool isDebt) => AaveRule.Base(amount, reserve.Price, reserve.Unit, isDebt);
}
