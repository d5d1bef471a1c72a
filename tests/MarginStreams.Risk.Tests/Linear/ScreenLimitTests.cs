using System.Numerics;
using CsCheck;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Risk.Tests;

/// <summary>
/// What the engine builds on: within one shape, contributions move by no more than gradient times the principal's move and the drift tell, along any path of
/// frames.
/// </summary>
public sealed class ScreenLimitTests
{
    private const int CaseCount = 10_000;

    private static readonly Gen<(RiskCase Case, (int Price, int Low, int High, int Funding, int Index)[] Moves)> Paths = Gen.Select(
        Gen.OneOf(RiskGen.Case(small: true), RiskGen.Ordinary(), RiskGen.Case(small: false)),
        Gen.Select(Gen.Int[-300, 300], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[-2, 2], Gen.Int[-3, 9]).Array[1, 6]);

    [Fact]
    public void Update_AnyPath_MovesContributionsByNoMoreThanPrincipalAndDriftTell()
    {
        int compared = 0, moved = 0;
        Paths.Sample(
            one =>
            {
                RiskCase now = one.Case;
                Screen screen = now.Instrument.CreateScreen(0, now.Size.Sign < 0);
                screen.Update(now.Values);
                if (!ScreenHolding.TryCreate(screen, now.Size, now.Cost, now.SettledIndex, out ScreenHolding holding)
                    || !screen.TryBounds(holding, out ScreenBounds before))
                {
                    return;
                }

                (int shape, long principal, long drift) = (screen.Shape, screen.Principal, screen.Drift);
                foreach ((int price, int low, int high, int funding, int index) in one.Moves)
                {
                    now = now with { Values = Next(now.Values, price, low, high, funding, index) };
                    screen.Update(now.Values);
                    if (screen.Shape != shape || !screen.IsUsable || !screen.TryBounds(holding, out ScreenBounds after))
                    {
                        return;
                    }

                    Int128 magnitude = (Int128)holding.Magnitude + 1;
                    Int128 drifted = magnitude * (screen.Drift - drift);
                    Int128 way = magnitude * Int128.Abs((Int128)screen.Principal - principal);
                    bool fell = screen.Principal < principal;
                    Int128 maintenance = Moved(way, fell ? screen.MaintenanceGradientMost : 0, drifted, screen);
                    Int128 equity = Moved(way, fell ? screen.EquityGradient : 0, drifted, screen);
                    Assert.True(before.MaintenanceLeast - after.MaintenanceLeast <= maintenance, "the maintenance contribution fell further");
                    Assert.True(before.EquityLeast - after.EquityLeast <= equity, "the equity fell further");
                    Int128 up = Moved(way, fell ? 0 : screen.MaintenanceGradientMost, drifted, screen);
                    Int128 equityUp = Moved(way, fell ? 0 : screen.EquityGradient, drifted, screen);
                    Assert.True(after.MaintenanceMost - before.MaintenanceMost <= up, "the maintenance contribution rose further");
                    Assert.True(after.EquityMost - before.EquityMost <= equityUp, "the equity rose further");
                    if (screen.IsStraight && screen.Principal >= principal)
                    {
                        Assert.True(after.MaintenanceLeast >= before.MaintenanceLeast, "a straight contribution depends on the principal alone");
                    }

                    Interlocked.Increment(ref compared);
                    Interlocked.Add(ref moved, screen.Principal != principal ? 1 : 0);
                }
            },
            iter: CaseCount);
        Assert.True(compared > CaseCount && moved > CaseCount / 2, $"{compared} compared, {moved} moved");
    }

    /// <summary>Never so much that a limit means nothing: for ordinary prices that alone move, drift is what rounding makes of it.</summary>
    [Fact]
    public void Drift_PricesAlone_IsRounding()
    {
        LinearInstrument instrument = LinearInstrument.Create(RiskTerms.Venue(), RiskTerms.Perpetual());
        foreach (bool isShort in (bool[])[false, true])
        {
            Screen screen = instrument.CreateScreen(0, isShort);
            MarketValues values = MarketValues.None with { Price = 60_000, PriceLow = 60_000, PriceHigh = 60_000 };
            screen.Update(values);
            (int shape, long principal) = (screen.Shape, screen.Principal);
            for (int i = 1; i <= 1000; i++)
            {
                screen.Update(Next(values, i, 0, 0, 0, 0));
            }

            Assert.Equal(shape, screen.Shape);
            Assert.True(Math.Abs(screen.Principal - principal) > 1L << 40);
            Assert.True(screen.Drift < 1L << 36, $"{screen.Drift} drifted");
        }
    }

    private static Int128 Moved(Int128 way, long gradient, Int128 drifted, Screen screen) =>
        (((((way >> 20) + 1) * gradient) + drifted) >> screen.Shift) + 4;

    private static MarketValues Next(MarketValues values, int price, int low, int high, int funding, int index)
    {
        BigInteger next = BigInteger.Max(1, values.Price!.Value + (values.Price.Value * price / 1000) + Math.Sign(price));
        return values with
        {
            Price = next,
            PriceLow = BigInteger.Max(0, next - low),
            PriceHigh = next + high,
            FundingIndex = values.FundingIndex + (values.Price.Value * funding / 1000) + funding,
            DepositIndex = values.DepositIndex + (values.DepositIndex * BigInteger.Max(index, 0) / 10_000),
            BorrowIndex = values.BorrowIndex + (values.BorrowIndex * BigInteger.Max(index, 0) / 5_000),
        };
    }
}
