using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>How a liquidatable account may be liquidated: one option for each debt and each collateral that the pool seizes for it.</summary>
public static class AaveOptions
{
    /// <summary>Parts per million in a basis point.</summary>
    private const int PpmOfBps = 100;

    /// <summary>A debt and a collateral of an account.</summary>
    public static AavePair Pair(
        AaveMarket collateral,
        BigInteger collateralSize,
        AaveMarket debt,
        BigInteger debtSize,
        int marginClass,
        BigInteger totalDebtBase,
        BigInteger healthFactorWad) => new(
            Reserve(collateral, collateralSize),
            Reserve(debt, debtSize),
            collateral.Instrument.Collateral(marginClass).LiquidationBonusBps,
            collateral.Instrument.ProtocolFeeBps,
            totalDebtBase,
            healthFactorWad);

    /// <summary>
    /// The options of an account, debts first in the order of the holdings. Holdings without a price, and assets that are no collateral, give none.
    /// </summary>
    internal static List<LiquidationOption> Of(
        ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass, AaveCloseFactor closeFactor, BigInteger totalDebtBase, BigInteger healthFactorWad)
    {
        List<LiquidationOption> options = [];
        foreach (ref readonly RuledHolding<BigInteger> debt in holdings)
        {
            var owed = (AaveMarket)debt.Market;
            if (debt.Size.Sign >= 0 || owed.Price.Sign <= 0)
            {
                continue;
            }

            foreach (ref readonly RuledHolding<BigInteger> collateral in holdings)
            {
                var market = (AaveMarket)collateral.Market;
                if (IsSeizable(market, collateral.Size, marginClass))
                {
                    AavePair pair = Pair(market, collateral.Size, owed, debt.Size, marginClass, totalDebtBase, healthFactorWad);
                    if (AaveLiquidation.Largest(pair, closeFactor) is { } call)
                    {
                        options.Add(Option(call, pair, collateral, debt));
                    }
                }
            }
        }

        return options;
    }

    private static bool IsSeizable(AaveMarket market, BigInteger size, int marginClass) =>
        size.Sign > 0 && market.Price.Sign > 0 && market.Instrument.Collateral(marginClass).LiquidationThresholdBps > 0;

    private static LiquidationOption Option(
        AaveLiquidationCall call, AavePair pair, in RuledHolding<BigInteger> collateral, in RuledHolding<BigInteger> debt)
    {
        BigInteger depositIndex = ((AaveMarket)collateral.Market).Index(isDebt: false), borrowIndex = ((AaveMarket)debt.Market).Index(isDebt: true);
        return new(
            LiquidationAction.Seize,
            collateral.Market.Rules.Terms.Id,
            AaveLiquidation.ScaledCollateral(call, depositIndex, collateral.Size),
            (pair.BonusBps - PercentageMath.One) * PpmOfBps)
        {
            RepaidInstrument = debt.Market.Rules.Terms.Id,
            RepaidSize = AaveLiquidation.ScaledDebt(call, borrowIndex, BigInteger.Abs(debt.Size)),
            SeizedTokens = call.Collateral,
            RepaidTokens = call.Debt,
            ProtocolFeeTokens = call.ProtocolFee,
        };
    }

    private static AaveReserve Reserve(AaveMarket market, BigInteger size) => new(
        AaveRule.Balance(BigInteger.Abs(size), market.Index(size.Sign < 0), size.Sign < 0), market.Price, market.Instrument.Unit);
}
