using System.Numerics;
using MarginStreams.Risk.Linear;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Generating;

/// <summary>Draws accounts. Each has a stream of random numbers of its own, so that none depends on the others.</summary>
internal sealed class AccountMaker(Universe universe, PopulationOptions options)
{
    private const int HoldingsMax = 12;
    private const long LongSharePpm = 580_000;

    private readonly BigInteger _median = options.EquityMedian * BigInteger.Pow(10, Math.Max(0, -universe.NumeraireExponent));

    /// <summary>The account of a number, above the maintenance line, and above the initial one unless it is drawn thin.</summary>
    public AccountDraft Make(SeededRandom random)
    {
        var account = new AccountDraft(NewId(random), universe);
        BigInteger equity = BigInteger.Max(
            1, FixedPoint.Scale(_median, FixedPoint.Exponent(random.Normal(), options.EquitySigmaPpm)));
        Leverage leverage = Leverage.Draw(random, options.LeverageMax);
        if (random.Chance(options.CrossSharePpm))
        {
            Cross(account, random, equity, leverage);
        }
        else
        {
            Perpetual(account, random, equity * leverage.Percent / 100);
            account.AddCash(equity);
        }

        Settle(account, random, leverage.Nearness);
        account.Prune();
        return account;
    }

    private string NewId(SeededRandom random)
    {
        Span<byte> address = stackalloc byte[20];
        for (int i = 0; i < address.Length; i++)
        {
            address[i] = (byte)random.Below(256);
        }

        return $"{universe.Venue}:0x{Convert.ToHexStringLower(address)}";
    }

    private void Cross(AccountDraft account, SeededRandom random, BigInteger equity, Leverage leverage)
    {
        int holdings = (int)Math.Min(HoldingsMax, 3 + random.Below(Math.Max(1, (2 * (options.HoldingsMean - 3)) + 1)));
        bool hasDebt = random.Chance(options.DebtSharePpm);
        bool lendsOnly = hasDebt && universe.Collaterals.Length > 0 && random.Chance(400_000);
        int assets = Math.Min(universe.Collaterals.Length, lendsOnly ? Math.Max(1, holdings - 2) : (holdings - 1) / 3);
        BigInteger collateral = assets == 0 ? BigInteger.Zero : equity * random.Between(30, 90) / 100;
        Collateral(account, random, assets, collateral);
        account.AddCash(equity - collateral);
        if (hasDebt)
        {
            Debt(account, random, equity * random.Between(10, lendsOnly ? 120 : 45) / 100);
        }

        int perpetuals = lendsOnly ? 0 : Math.Max(1, holdings - 1 - assets - (hasDebt ? 1 : 0));
        BigInteger notional = equity * leverage.Percent / 100;
        for (int i = 0; i < perpetuals; i++)
        {
            Perpetual(account, random, notional * random.Between(50, 150) / (100 * perpetuals));
        }
    }

    private void Collateral(AccountDraft account, SeededRandom random, int count, BigInteger value)
    {
        for (int i = 0; i < count; i++)
        {
            Listing listing = Pick(universe.Collaterals, random);
            account.Of(listing).Size += BigInteger.Max(1, listing.SizeOf(value / count, listing.Price));
        }
    }

    /// <summary>Owes an asset that is not collateral of the account, or else cash; what was borrowed is cash, or left the account.</summary>
    private void Debt(AccountDraft account, SeededRandom random, BigInteger value)
    {
        Listing[] free = [.. universe.Debts.Where(listing => account.Holdings.All(held => held.Listing != listing))];
        bool keeps = random.Chance(500_000);
        if (free.Length == 0 || random.Chance(400_000))
        {
            account.AddCash(-value);
            return;
        }

        Listing owed = Pick(free, random);
        account.Of(owed).Size -= BigInteger.Max(1, owed.SizeOf(value, owed.Price));
        if (keeps)
        {
            account.AddCash(value);
        }
    }

    /// <summary>Opens a position, long or short, entered within one percent of the first price; the most liquid ones are the most held.</summary>
    private void Perpetual(AccountDraft account, SeededRandom random, BigInteger notional)
    {
        Listing listing = Pick(universe.Perpetuals, random);
        BigInteger entry = BigInteger.Max(1, listing.Price * random.Between(990_000, 1_010_000) / 1_000_000);
        BigInteger size = BigInteger.Max(1, listing.SizeOf(notional, listing.Price)) * (random.Chance(LongSharePpm) ? 1 : -1);
        Held held = account.Of(listing);
        held.Size += size;
        held.Cost += listing.ValueOf(size, entry);
        held.SettledIndex = listing.Values.FundingIndex;
    }

    private static void Settle(AccountDraft account, SeededRandom random, Nearness nearness)
    {
        if (nearness == Nearness.Ordinary)
        {
            account.TopUp(LinearLine.Initial);
            return;
        }

        // Down to no cash of its own first, then up to the line: what the rule set asks for is all that it has.
        account.Cash.Size = BigInteger.Min(account.Cash.Size, BigInteger.Zero);
        BigInteger toMaintenance = account.TopUp(LinearLine.Maintenance);
        BigInteger maintenanceCash = account.Cash.Size;
        BigInteger toInitial = account.TopUp(LinearLine.Initial);
        if (nearness == Nearness.Thin)
        {
            account.Cash.Size = maintenanceCash;
            account.AddCash(toInitial * random.Between(5, 80) / 100);
            return;
        }

        account.AddCash((toMaintenance + toInitial) * random.Between(1, 20) / 100);
    }

    /// <summary>The first ones more often than the last ones.</summary>
    private static Listing Pick(Listing[] from, SeededRandom random) => from[Math.Min(random.Below(from.Length), random.Below(from.Length))];
}
