using System.Numerics;
using CsCheck;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Risk.Tests;

/// <summary>What must hold of every account of a pool, whatever the numbers.</summary>
public sealed class AavePropertyTests
{
    private const int CaseCount = 10_000;

    [Fact]
    public void Judge_NarrowLane_IsExactOrNone()
    {
        int narrow = 0, refused = 0;
        AaveGen.Account.Sample(
            account =>
            {
                if (!account.Holdings.All(one => Lane.Fits<Int128>(one.Size)))
                {
                    return;
                }

                RuledHolding<Int128>[] holdings = [.. account.Holdings.Select(one => new RuledHolding<Int128>(one.Market, (Int128)one.Size, 0, 0))];
                if (account.Venue.JudgeNarrow(holdings, account.EMode) is { } judged)
                {
                    Judged<BigInteger> wide = account.Judge();
                    Assert.Equal(wide, new((BigInteger)judged.Equity, (BigInteger)judged.Maintenance, judged.IsLiquidatable, judged.IsOut, judged.HasClosable));
                    Interlocked.Increment(ref narrow);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                }
            },
            iter: CaseCount);
        Assert.True(narrow > CaseCount / 10 && refused > CaseCount / 10, $"{narrow} narrow, {refused} refused");
    }

    [Fact]
    public void Assess_AnyAccount_IsWhatIsJudged()
    {
        int liquidatable = 0;
        AaveGen.Account.Sample(
            account =>
            {
                Assessment full = account.Assess();
                Judged<BigInteger> judged = account.Judge();
                Assert.Equal(judged, new(full.Equity, full.MaintenanceSurplus, full.IsLiquidatable, full.IsOut, full.HasClosable));
                Assert.Equal(full.IsLiquidatable, full.HealthFactorWad < WadRayMath.Wad);
                Assert.Equal(full.IsOut, !full.IsLiquidatable);
                Assert.True(full.InitialSurplus <= full.MaintenanceSurplus && full.MaintenanceSurplus <= full.Equity);
                Interlocked.Add(ref liquidatable, full.IsLiquidatable ? 1 : 0);

                // The record and the decision differ by roundings: less than one unit a holding, and the half of the last digit of the health factor.
                BigInteger half = (-full.Holdings.Where(one => one.Value.Sign < 0).Aggregate(BigInteger.Zero, (sum, one) => sum + one.Value)
                    / WadRayMath.Wad) + account.Holdings.Count + 1;
                Assert.True(full.IsLiquidatable ? full.MaintenanceSurplus < 0 : full.MaintenanceSurplus >= -half);
            },
            iter: CaseCount);
        Assert.True(liquidatable > CaseCount / 5 && liquidatable < CaseCount * 4 / 5, $"{liquidatable} liquidatable");
    }

    [Fact]
    public void Assess_HoldingsInAnotherOrder_IsTheSame() => Gen.Select(AaveGen.Account, Gen.Int[1, 5]).Sample(
        (account, by) =>
        {
            int first = by % Math.Max(1, account.Holdings.Count);
            AaveAccount turned = account with { Holdings = [.. account.Holdings.Skip(first), .. account.Holdings.Take(first)] };
            Assert.Equal(account.Judge(), turned.Judge());
            Assert.Equal(account.Assess().HealthFactorWad, turned.Assess().HealthFactorWad);
        },
        iter: CaseCount);

    [Fact]
    public void Assess_WorsePriceOrDearerDebt_NeverImproves() => Gen.Select(AaveGen.Account, Gen.Int[0, 999], Gen.Int[0, 1_000_000]).Sample(
        (account, fall, interest) =>
        {
            AaveAccount worse = account.At(one => one.IsDebt
                ? AaveGen.Next(one.Values, fall, interest)
                : one.Values with { Price = one.Values.Price * (1000 - fall) / 1000 });
            Assessment before = account.Assess(), after = worse.Assess();
            Assert.True(after.Equity <= before.Equity && after.InitialSurplus <= before.InitialSurplus);
            Assert.True(after.MaintenanceSurplus <= before.MaintenanceSurplus);
            Assert.True(before.HealthFactorWad is not { } health || after.HealthFactorWad <= health);
            Assert.True(!before.IsLiquidatable || after.IsLiquidatable);
        },
        iter: CaseCount);

    [Fact]
    public void Judge_DebtWithoutAPrice_CountsNothing() => AaveGen.Account.Sample(
        account =>
        {
            AaveAccount lost = account.At(one => one.IsDebt ? one.Values with { Price = null } : one.Values);
            Assert.All(lost.Holdings.Where(one => one.IsDebt), one => Assert.False(one.Market.IsPriced));
            Assert.False(lost.Judge().IsLiquidatable);
            Assert.Null(lost.Assess().HealthFactorWad);
        },
        iter: CaseCount / 10);
}
