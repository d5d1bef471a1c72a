using System.Numerics;
using CsCheck;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Risk.Tests;

/// <summary>How much is liquidated: what the pool never does, and the largest call against every other one.</summary>
public sealed class AaveLiquidationTests
{
    private const int CaseCount = 3_000;

    private static readonly AaveCloseFactor Small = new(WadRayMath.Wad * 95 / 100, 2000, 1000, 5000);

    /// <summary>Pairs worth some thousands of units, a few tokens each, so that every amount can be tried.</summary>
    private static readonly Gen<AavePair> Pairs = Gen.Select(
        Gen.Int[1, 300], Gen.Int[1, 60], Gen.Int[1, 300], Gen.Int[1, 60], Gen.Int[10_000, 12_000], Gen.Int[0, 10_000], Gen.Int[0, 4_000],
        Gen.Int[90, 99]).Select(
        (collateral, collateralPrice, debt, debtPrice, bonus, fee, otherDebt, health) => new AavePair(
            new(collateral, collateralPrice, 1), new(debt, debtPrice, 1), bonus, fee, (debt * debtPrice) + otherDebt, WadRayMath.Wad * health / 100));

    [Fact]
    public void Compute_AnyCall_StaysWithinBalancesAndTheCloseFactor() => Gen.Select(Pairs, Gen.Int[0, 400]).Sample(
        (pair, asked) =>
        {
            AaveLiquidationCall call = AaveLiquidation.Compute(pair, Small, asked);
            Assert.True(call.Debt <= BigInteger.Min(asked, call.DebtMax) && call.DebtMax <= pair.Debt.Balance);
            Assert.True(call.Collateral + call.ProtocolFee <= pair.Collateral.Balance);

            // Never more than the debt by price, with the bonus; where all collateral is seized, the debt for it was cut to a token unit before.
            BigInteger cut = call.Collateral + call.ProtocolFee == pair.Collateral.Balance ? pair.Debt.Price * 10_000 : 0;
            Assert.True((call.Collateral + call.ProtocolFee) * pair.Collateral.Price * 10_000 <= (call.Debt * pair.Debt.Price * pair.BonusBps) + cut);
            Assert.True(call.CloseFactorBps == 10_000 || call.DebtMax * pair.Debt.Price <= (pair.TotalDebtBase + 1) / 2
                || pair.Debt.Balance * pair.Debt.Price <= (pair.TotalDebtBase + 1) / 2);
        },
        iter: CaseCount);

    [Fact]
    public void Largest_EveryOtherAmountTried_IsTheLargestThatThePoolTakes()
    {
        int reduced = 0, capped = 0, none = 0;
        Pairs.Sample(
            pair =>
            {
                AaveLiquidationCall most = AaveLiquidation.Compute(pair, Small);
                AaveLiquidationCall? tried = null;
                for (BigInteger asked = most.DebtMax; asked > 0 && tried is null; asked--)
                {
                    AaveLiquidationCall call = AaveLiquidation.Compute(pair, Small, asked);
                    tried = call.LeavesDust ? null : call;
                }

                AaveLiquidationCall? largest = AaveLiquidation.Largest(pair, Small);
                Assert.Equal(tried is { Debt.IsZero: false, Collateral.IsZero: false } ? tried : null, largest);
                Interlocked.Add(ref reduced, most.LeavesDust && largest is not null ? 1 : 0);
                Interlocked.Add(ref capped, most.CloseFactorBps == 5000 ? 1 : 0);
                Interlocked.Add(ref none, largest is null ? 1 : 0);
            },
            iter: CaseCount);
        Assert.True(reduced > 20 && capped > CaseCount / 10 && none > 20, $"{reduced} reduced, {capped} capped, {none} none");
    }

    /// <summary>One option for each pair, with what it takes off the scaled balances and the tokens that the call moves.</summary>
    [Fact]
    public void Options_LiquidatableAccount_AreTheLargestCallOfEachPair()
    {
        int options = 0;
        AaveGen.Account.Sample(
            account =>
            {
                Assessment figures = account.Assess();
                if (!figures.IsLiquidatable)
                {
                    Assert.Empty(figures.Options);
                    return;
                }

                AaveHeld[] debts = [.. account.Holdings.Where(one => one.IsDebt)];
                AaveHeld[] collaterals =
                [
                    .. account.Holdings.Where(one => one.Size.Sign > 0
                        && one.Instrument.Collateral(account.EMode).LiquidationThresholdBps > 0),
                ];
                BigInteger total = -figures.Holdings.Where(one => one.Value.Sign < 0).Aggregate(BigInteger.Zero, (sum, one) => sum + one.Value);
                AaveLiquidationCall[] calls =
                [
                    .. debts.SelectMany(debt => collaterals.Select(collateral => AaveLiquidation.Largest(
                        AaveOptions.Pair(collateral.Market, collateral.Size, debt.Market, debt.Size, account.EMode, total, figures.HealthFactorWad!.Value),
                        account.Venue.CloseFactor))).OfType<AaveLiquidationCall>(),
                ];
                Assert.Equal(
                    calls.Select(call => (call.Debt, call.Collateral, call.ProtocolFee)),
                    figures.Options.Select(option => (option.RepaidTokens!.Value, option.SeizedTokens!.Value, option.ProtocolFeeTokens!.Value)));
                Assert.All(figures.Options, CheckSizes);
                Interlocked.Add(ref options, calls.Length);
            },
            iter: CaseCount);
        Assert.True(options > CaseCount / 2, $"{options} options");

        static void CheckSizes(LiquidationOption option)
        {
            Assert.Equal(LiquidationAction.Seize, option.Action);
            Assert.True(option.SizeMax.Sign > 0 && option.RepaidSize.Sign >= 0 && option.FeePpm is >= 0 and <= 200_000);
        }
    }
}
