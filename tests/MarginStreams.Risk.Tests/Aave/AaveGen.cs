using System.Numerics;
using CsCheck;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Risk.Tests;

/// <summary>
/// Random accounts of a pool: several deposits and debts of tokens with few and many decimals, half of them within a hair of a health factor of one.
/// </summary>
internal static class AaveGen
{
    private const int Category = 3;

    private static readonly Gen<int> Decimals = Gen.Int[0, 4].Select(i => ((int[])[0, 2, 6, 8, 18])[i]);

    private static readonly Gen<AaveHeld> Deposit = Gen.Select(
        Decimals,
        Gen.Int[0, 10_000],
        Gen.Int[0, 10_000],
        Gen.Int[10_000, 12_000],
        Gen.Int[0, 10_000],
        Gen.Int[0, 10_000],
        Market(),
        Size()).Select((decimals, ltv, more, bonus, fee, modeThreshold, values, size) =>
    {
        int threshold = ltv + ((10_000 - ltv) * more / 10_000);
        InstrumentTerms terms = AaveTerms.Deposit(decimals, AaveTerms.Parameters(ltv, threshold, bonus, fee));
        terms = fee % 2 == 0 ? terms : terms with { Tables = AaveTerms.EModes((Category, Math.Min(ltv, modeThreshold), modeThreshold, bonus)) };
        return new AaveHeld(AaveInstrument.Create(AaveTerms.VenueTerms(), terms), values, size);
    });

    private static readonly Gen<AaveHeld> Debt = Gen.Select(Decimals, Market(), Size()).Select((decimals, values, size) =>
        new AaveHeld(AaveInstrument.Create(AaveTerms.VenueTerms(), AaveTerms.Debt(decimals)), values, -size));

    /// <summary>Any account. Now and then the side of an instrument was changed, and a holding has the sign of the other one.</summary>
    public static Gen<AaveAccount> Account { get; } = Gen.Select(
        Deposit.Array[0, 4], Debt.Array[0, 3], Gen.Int[0, 40], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[-80, 40]).Select(
        (deposits, debts, turned, mode, exponent, off) =>
    {
        VenueTerms venue = AaveTerms.VenueTerms(((int[])[0, -8, -18])[exponent]);
        AaveHeld[] holdings = [.. deposits.Concat(debts).Select((one, i) => Under(venue, i == turned ? one with { Size = -one.Size } : one))];
        var account = new AaveAccount(AaveVenue.Create(venue), holdings, mode * Category);
        return off < -40 ? account : Near(account, off);
    });

    /// <summary>The same account at the same market but for prices and indices that moved.</summary>
    public static AaveAccount Moved(AaveAccount account, IReadOnlyList<(int Price, int Index)> moves)
    {
        int i = 0;
        return account.At(one =>
        {
            (int price, int index) = moves[i++ % moves.Count];
            return Next(one.Values, price, index);
        });
    }

    /// <summary>A price moves by thousandths, indices grow by millionths.</summary>
    public static MarketValues Next(MarketValues values, int price, int index)
    {
        BigInteger next = BigInteger.Max(1, values.Price!.Value + (values.Price.Value * price / 1000) + Math.Sign(price));
        return values with
        {
            Price = next,
            DepositIndex = values.DepositIndex + (values.DepositIndex * index / 1_000_000),
            BorrowIndex = values.BorrowIndex + (values.BorrowIndex * index / 500_000),
        };
    }

    /// <summary>
    /// With one more debt, of a token worth one unit of the base currency a smallest unit or less, that makes debt and weighted collateral almost equal.
    /// </summary>
    private static AaveAccount Near(AaveAccount account, int off)
    {
        BigInteger gap = account.Assess().MaintenanceSurplus + off;
        if (gap <= 0)
        {
            return account;
        }

        var last = new AaveHeld(AaveInstrument.Create(AaveTerms.VenueTerms(), AaveTerms.Debt(8)), AaveTerms.Market(BigInteger.Pow(10, 8)), -gap);
        return account with { Holdings = [.. account.Holdings, Under(account.Venue.Terms, last)] };
    }

    private static AaveHeld Under(VenueTerms venue, AaveHeld one) => one with
    {
        Instrument = AaveInstrument.Create(venue, one.Instrument.Terms with { PriceExponent = venue.NumeraireExponent }),
    };

    private static Gen<MarketValues> Market() => Gen.Select(RiskGen.Natural(6), Gen.ULong, Gen.ULong).Select((price, deposit, borrow) =>
        AaveTerms.Market(price + 1, WadRayMath.Ray + ((BigInteger)deposit * 100_000_000), WadRayMath.Ray + ((BigInteger)borrow * 100_000_000)));

    private static Gen<BigInteger> Size() => Gen.OneOf(RiskGen.Natural(2), RiskGen.Natural(5), RiskGen.Natural(10));
}
