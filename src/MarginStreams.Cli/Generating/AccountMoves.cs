using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Risk.Linear;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Generating;

/// <summary>A change of an account, already made in the draft.</summary>
/// <param name="Changed">The holdings that changed.</param>
/// <param name="Cause">Why; null where each holding's own kind says it.</param>
/// <param name="EndsWithTombstone">Whether the last holding ends in a tombstone rather than in zeros.</param>
internal sealed record AccountMove(IReadOnlyList<Held> Changed, PositionCause? Cause, bool EndsWithTombstone = false);

/// <summary>
/// What accounts do. Closing moves what a holding is worth on the rule set's equity line into cash, so value neither comes nor goes.
/// </summary>
internal static class AccountMoves
{
    /// <summary>Something that a healthy account does by itself; null when it would put it below the initial line.</summary>
    public static AccountMove? Own(AccountDraft account, SeededRandom random)
    {
        Held[] positions = Positions(account);
        long draw = random.Below(100);
        if (positions.Length == 0 || draw < 35)
        {
            return Deposit(account, random.Between(5, 40));
        }

        Held position = positions[random.Below(positions.Length)];
        return draw switch
        {
            < 65 => Increase(account, position, random.Between(5, 50)),
            < 90 => Close(account, [position], random.Between(20, 100), null),
            < 97 => Close(account, positions, 100, null),
            _ => Leave(account),
        };
    }

    /// <summary>What an account below maintenance meets.</summary>
    public static AccountMove? Fated(AccountDraft account, SeededRandom random, Fate fate)
    {
        Held[] positions = Positions(account);
        switch (fate)
        {
            case Fate.Left:
                return Leave(account);
            case Fate.Reduced when positions.Length > 0:
                return Close(account, positions, 50, PositionCause.Trade);
            case Fate.Liquidated when positions.Length > 0 && random.Chance(500_000):
                return Close(account, [positions.MaxBy(Notional)!], 50, PositionCause.Liquidation);
            case Fate.Liquidated:
                Held[] others = [.. account.Holdings.Where(held => !held.Listing.IsNumeraire && !held.Size.IsZero)];
                return others.Length == 0 ? null : Close(account, others, 100, PositionCause.Liquidation);
            default:
                account.TopUp(LinearLine.Initial);
                return Deposit(account, random.Between(5, 40));
        }
    }

    private static Held[] Positions(AccountDraft account) =>
        [.. account.Holdings.Where(held => held.Listing.IsPerpetual && !held.Size.IsZero)];

    private static BigInteger Notional(Held held) => BigInteger.Abs(held.Listing.ValueOf(held.Size, held.Listing.Price));

    private static AccountMove Deposit(AccountDraft account, long percent)
    {
        BigInteger equity = BigInteger.Max(BigInteger.Zero, RuleBook.Sum(LinearLine.Equity, account.Holdings));
        account.AddCash((equity * percent / 100) + 1);
        return new AccountMove([account.Cash], PositionCause.Transfer);
    }

    private static AccountMove? Increase(AccountDraft account, Held held, long percent)
    {
        (BigInteger size, BigInteger cost) = (held.Size, held.Cost);
        BigInteger more = held.Size * percent / 100;
        held.Size += more;
        held.Cost += held.Listing.ValueOf(more, held.Listing.Price);
        if (!more.IsZero && RuleBook.Sum(LinearLine.Initial, account.Holdings).Sign >= 0)
        {
            return new AccountMove([held], PositionCause.Trade);
        }

        (held.Size, held.Cost) = (size, cost);
        return null;
    }

    private static AccountMove Close(AccountDraft account, IReadOnlyList<Held> closed, long percent, PositionCause? cause)
    {
        Held cash = account.Cash;
        foreach (Held held in closed)
        {
            BigInteger before = held.Contribution(LinearLine.Equity);
            if (percent == 100)
            {
                held.Clear();
            }
            else
            {
                held.Size -= held.Size * percent / 100;
                held.Cost -= held.Cost * percent / 100;
            }

            BigInteger after = held.Size.IsZero ? BigInteger.Zero : held.Contribution(LinearLine.Equity);
            account.AddCash(before - after);
        }

        return new AccountMove([.. closed, cash], cause);
    }

    private static AccountMove Leave(AccountDraft account)
    {
        Held[] all = [.. account.Holdings];
        Array.ForEach(all, held => held.Clear());
        return new AccountMove(all, null, EndsWithTombstone: true);
    }
}
