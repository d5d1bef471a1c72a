using System.Numerics;
using CsCheck;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Risk.Tests;

/// <summary>
/// The screens of a pool are never late and never early: what they say of an account is what the health factor says, and each bound encloses its contribution,
/// wherever prices and indices went before.
/// </summary>
public sealed class AaveScreenTests
{
    private const int CaseCount = 10_000;

    private static readonly Gen<(AaveAccount Account, (int Price, int Index)[][] Path)> Paths = Gen.Select(
        AaveGen.Account, Gen.Select(Gen.Int[-300, 300], Gen.Int[0, 40_000]).Array[1, 4].Array[0, 4]);

    [Fact]
    public void TryBounds_AnyAccountAlongAnyPath_DecideAsTheHealthFactorDoes()
    {
        int accounts = 0, safe = 0, below = 0;
        Paths.Sample(
            one =>
            {
                Screen[] screens = [.. one.Account.Holdings.Select(held => ScreenOf(held, one.Account.EMode))];
                foreach ((int Price, int Index)[] moves in one.Path.Prepend([(0, 0)]))
                {
                    one.Account = AaveGen.Moved(one.Account, moves);
                    if (Sum(one.Account, screens) is not { } sum)
                    {
                        continue;
                    }

                    Judged<BigInteger> judged = one.Account.Judge();
                    Assert.False(sum.MaintenanceLeast >= 0 && judged.IsLiquidatable, "safe by the screens, liquidatable by the rule");
                    Assert.False(sum.MaintenanceMost < 0 && !judged.IsLiquidatable, "liquidatable by the screens, safe by the rule");
                    Interlocked.Increment(ref accounts);
                    Interlocked.Add(ref safe, sum.MaintenanceLeast >= 0 ? 1 : 0);
                    Interlocked.Add(ref below, sum.MaintenanceMost < 0 ? 1 : 0);
                }
            },
            iter: CaseCount);
        Assert.True(accounts > CaseCount && safe > accounts / 10 && below > accounts / 10, $"{accounts} accounts, {safe} safe, {below} below");
    }

    /// <summary>Within what the cut of the size and one smallest token unit a cut unit are worth.</summary>
    [Fact]
    public void TryBounds_TokenOfManyDecimals_AreClose()
    {
        AaveInstrument[] both =
        [
            AaveInstrument.Create(AaveTerms.VenueTerms(), AaveTerms.Deposit(18, AaveTerms.Parameters(8000, 8300, 10_500, 1000))),
            AaveInstrument.Create(AaveTerms.VenueTerms(), AaveTerms.Debt(18)),
        ];
        MarketValues values = AaveTerms.Market(350_000_000_000, WadRayMath.Ray * 11 / 10, WadRayMath.Ray * 12 / 10);
        foreach (AaveInstrument instrument in both)
        {
            var held = new AaveHeld(instrument, values, (instrument.Terms.Side == InstrumentSide.Debt ? -123 : 123) * BigInteger.Pow(10, 18));
            Screen screen = ScreenOf(held, 0);
            screen.Update(values);
            ScreenBounds bounds = Bounds(held, screen)!.Value;
            BigInteger worth = BigInteger.Abs(AaveRule.Share(held.Market, held.Size, 0).Value) >> screen.MoneyShift;
            Assert.InRange(bounds.MaintenanceMost - bounds.MaintenanceLeast, 0, (long)(worth >> 30) + 8);
            Assert.InRange(bounds.EquityMost - bounds.EquityLeast, 0, (long)(worth >> 30) + 8);
        }
    }

    [Fact]
    public void Update_AnyPath_MovesContributionsByNoMoreThanPrincipalAndDriftTell()
    {
        int compared = 0, moved = 0;
        Paths.Sample(
            one =>
            {
                foreach (AaveHeld start in one.Account.Holdings)
                {
                    Screen screen = ScreenOf(start, one.Account.EMode);
                    screen.Update(start.Values);
                    if (Bounds(start, screen) is not { } before)
                    {
                        continue;
                    }

                    (int shape, long principal, long drift) = (screen.Shape, screen.Principal, screen.Drift);
                    MarketValues values = start.Values;
                    foreach ((int price, int index) in one.Path.SelectMany(moves => moves))
                    {
                        values = AaveGen.Next(values, price, index);
                        bool isTold = screen.TryPrincipal(values, out long told);
                        screen.Update(values);
                        if (screen.Shape != shape || Bounds(start, screen) is not { } after)
                        {
                            break;
                        }

                        Assert.True(!isTold || told == screen.Principal);
                        CheckMove(start, screen, principal, drift, before, after);
                        Interlocked.Increment(ref compared);
                        Interlocked.Add(ref moved, screen.Principal != principal ? 1 : 0);
                    }
                }
            },
            iter: CaseCount);
        Assert.True(compared > CaseCount && moved > CaseCount / 2, $"{compared} compared, {moved} moved");
    }

    [Fact]
    public void Update_PricesAndIndicesOfADay_KeepsTheShape()
    {
        AaveInstrument instrument = AaveInstrument.Create(AaveTerms.VenueTerms(), AaveTerms.Deposit(18, AaveTerms.Parameters(8000, 8300, 10_500, 1000)));
        MarketValues values = AaveTerms.Market(350_000_000_000);
        Screen screen = instrument.CreateScreen(0, isShort: false);
        screen.Update(values);
        (int shape, long principal) = (screen.Shape, screen.Principal);
        for (int i = 0; i < 1000; i++)
        {
            values = AaveGen.Next(values, (i % 41) - 20, 2);
            screen.Update(values);
            Assert.True(screen.IsUsable);
        }

        Assert.Equal(shape, screen.Shape);
        Assert.True(Math.Abs(screen.Principal - principal) > 1L << 40);
    }

    private static void CheckMove(AaveHeld held, Screen screen, long principal, long drift, ScreenBounds before, ScreenBounds after)
    {
        Int128 magnitude = (Int128)(BigInteger.Abs(held.Size) >> screen.SizeShift) + 1;
        Int128 drifted = magnitude * (screen.Drift - drift);
        Int128 way = magnitude * Int128.Abs((Int128)screen.Principal - principal);
        bool fell = screen.Principal < principal;
        Assert.True(before.MaintenanceLeast - after.MaintenanceLeast <= Moved(fell ? screen.MaintenanceGradientMost : 0), "maintenance fell further");
        Assert.True(before.EquityLeast - after.EquityLeast <= Moved(fell ? screen.EquityGradient : 0), "equity fell further");
        Assert.True(after.MaintenanceMost - before.MaintenanceMost <= Moved(fell ? 0 : screen.MaintenanceGradientMost), "maintenance rose further");
        Assert.True(after.EquityMost - before.EquityMost <= Moved(fell ? 0 : screen.EquityGradient), "equity rose further");
        Assert.True(!screen.IsStraight || fell || after.MaintenanceLeast >= before.MaintenanceLeast, "straight: it depends on the principal alone");

        Int128 Moved(long gradient) => (((((way >> 20) + 1) * gradient) + drifted) >> screen.Shift) + 4;
    }

    /// <summary>The sums of the bounds, each of which was checked; null where there are none.</summary>
    private static ScreenBounds? Sum(AaveAccount account, Screen[] screens)
    {
        var sum = new ScreenBounds(0, 0, 0, 0);
        for (int i = 0; i < screens.Length; i++)
        {
            AaveHeld held = account.Holdings[i];
            screens[i].Update(held.Values);
            if (Bounds(held, screens[i]) is not { } bounds)
            {
                return null;
            }

            AaveShare<BigInteger> exact = AaveRule.Share(held.Market, held.Size, account.EMode);
            int shift = screens[i].MoneyShift;
            Assert.True((BigInteger)bounds.MaintenanceLeast << shift <= exact.Maintenance && exact.Maintenance <= (BigInteger)bounds.MaintenanceMost << shift);
            Assert.True((BigInteger)bounds.EquityLeast << shift <= exact.Value && exact.Value <= (BigInteger)bounds.EquityMost << shift);
            sum = new(
                sum.MaintenanceLeast + bounds.MaintenanceLeast,
                sum.MaintenanceMost + bounds.MaintenanceMost,
                sum.EquityLeast + bounds.EquityLeast,
                sum.EquityMost + bounds.EquityMost);
        }

        return sum;
    }

    private static Screen ScreenOf(AaveHeld held, int mode) => held.Instrument.CreateScreen(held.Instrument.FactorClassOf(mode), held.Size.Sign < 0);

    private static ScreenBounds? Bounds(AaveHeld held, Screen screen) =>
        ScreenHolding.TryCreate(screen, held.Size, 0, 0, out ScreenHolding holding) && screen.TryBounds(holding, out ScreenBounds bounds)
            ? bounds
            : null;
}
