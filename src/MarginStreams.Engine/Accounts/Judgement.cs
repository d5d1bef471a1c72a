using System.Numerics;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Engine;

/// <summary>What the rule set says of an account at the latest frame: no more than is needed to decide.</summary>
internal readonly record struct Verdict(bool IsJudgeable, bool IsLiquidatable, bool IsOut, bool IsBankrupt, bool HasClosable)
{
    /// <summary>The account cannot be judged.</summary>
    public static Verdict NotJudgeable => default;
}

/// <summary>Judges accounts: in the narrow lane where the figures fit, in the wide one where they do not, with the same code.</summary>
internal static class Judgement
{
    /// <summary>Decides about an account.</summary>
    public static Verdict Judge(Account account)
    {
        if (!account.IsWide)
        {
            try
            {
                if (TryNarrow(account, out Verdict verdict))
                {
                    return verdict;
                }
            }
            catch (OverflowException)
            {
                account.IsWide = true;
            }
        }

        return Wide(account);
    }

    /// <summary>All figures of an account that can be judged, for the record.</summary>
    public static Assessment Assess(Account account)
    {
        BigInteger equity = 0, initial = 0, maintenance = 0;
        (bool exposure, bool closable) = Shape(account);
        var holdings = new List<HoldingAssessment>(account.Holdings.Length);
        var trace = default(NoLinearTrace<BigInteger>);
        foreach (HoldingSlot held in account.Holdings)
        {
            LinearFactors<BigInteger> factors = held.Instrument.Wide!;
            Holding exact = held.Exact;
            BigInteger value = LinearRule.Contribution(
                factors, LinearLine.Equity, exact.Size, exact.Cost, exact.SettledIndex, ref trace);
            BigInteger onInitial = LinearRule.Contribution(
                factors, LinearLine.Initial, exact.Size, exact.Cost, exact.SettledIndex, ref trace);
            BigInteger onMaintenance = LinearRule.Contribution(
                factors, LinearLine.Maintenance, exact.Size, exact.Cost, exact.SettledIndex, ref trace);
            equity += value;
            initial += onInitial;
            maintenance += onMaintenance;
            holdings.Add(new(held.Instrument.Id, exact.Size, PriceUsed(held), value, onInitial, onMaintenance));
        }

        return new Assessment(equity, initial, maintenance, account.Venue.Rules!.ExitBuffer, exposure, closable, holdings);
    }

    /// <summary>Whether an account can be judged.</summary>
    public static bool IsJudgeable(Account account) =>
        account.Venue.Rules is not null
        && Array.TrueForAll(account.Holdings, held => held.Instrument.Wide is not null && IsOfVenue(held, account));

    /// <summary>Whether a holding's instrument belongs to the venue of its account.</summary>
    public static bool IsOfVenue(HoldingSlot held, Account account) => ReferenceEquals(held.Instrument.Venue, account.Venue);

    /// <summary>Whether an account that can be judged has a debt or a position, and something to close.</summary>
    public static (bool Exposure, bool Closable) Shape(Account account)
    {
        bool exposure = false, closable = false;
        foreach (HoldingSlot held in account.Holdings)
        {
            bool perpetual = held.Instrument.Terms!.Kind == InstrumentKind.Perpetual;
            exposure |= perpetual ? held.Sign != 0 : held.Sign < 0;
            closable |= perpetual ? held.Sign != 0 : held.Sign > 0;
        }

        return (exposure, closable);
    }

    /// <summary>Why an account cannot be judged.</summary>
    public static string WhyNot(Account account)
    {
        if (account.Venue.Terms is null)
        {
            return $"venue {account.Venue.Id} has no terms yet";
        }

        if (account.Venue.Rules is null)
        {
            return $"rule set {account.Venue.Terms.RuleSet} is not known";
        }

        foreach (HoldingSlot held in account.Holdings)
        {
            if (held.Instrument.Terms is null)
            {
                return $"instrument {held.Instrument.Id} has no terms yet";
            }

            if (!IsOfVenue(held, account))
            {
                return $"instrument {held.Instrument.Id} belongs to venue {held.Instrument.Terms.Venue}";
            }

            if (held.Instrument.Wide is null)
            {
                return $"instrument {held.Instrument.Id} has no price yet";
            }
        }

        return "";
    }

    /// <summary>The price of the maintenance line.</summary>
    private static BigInteger? PriceUsed(HoldingSlot held)
    {
        MarketValues values = held.Instrument.Values;
        return held.Instrument.Rules!.FixedPrice ?? (held.Sign < 0 ? values.PriceHigh : values.PriceLow);
    }

    private static bool TryNarrow(Account account, out Verdict verdict)
    {
        verdict = default;
        if (account.Venue.NarrowExitBuffer is not { } exitBuffer)
        {
            return false;
        }

        Int128 maintenance = 0;
        var trace = default(NoLinearTrace<Int128>);
        foreach (HoldingSlot held in account.Holdings)
        {
            if (held.Instrument.Narrow is not { } factors || !IsOfVenue(held, account))
            {
                return false;
            }

            maintenance += LinearRule.Contribution(
                factors, LinearLine.Maintenance, held.Size, held.Cost, held.SettledIndex, ref trace);
        }

        (bool exposure, bool closable) = Shape(account);
        bool liquidatable = exposure && Int128.IsNegative(maintenance);
        bool isOut = !exposure || maintenance >= exitBuffer;
        bool bankrupt = (liquidatable || account.Episode is not null) && Int128.IsNegative(NarrowEquity(account));
        verdict = new Verdict(true, liquidatable, isOut, bankrupt, closable);
        return true;
    }

    private static Int128 NarrowEquity(Account account)
    {
        Int128 equity = 0;
        var trace = default(NoLinearTrace<Int128>);
        foreach (HoldingSlot held in account.Holdings)
        {
            equity += LinearRule.Contribution(
                held.Instrument.Narrow!, LinearLine.Equity, held.Size, held.Cost, held.SettledIndex, ref trace);
        }

        return equity;
    }

    private static Verdict Wide(Account account)
    {
        if (!IsJudgeable(account))
        {
            return Verdict.NotJudgeable;
        }

        Assessment all = Assess(account);
        return new Verdict(true, all.IsLiquidatable, all.IsOut, all.IsBankrupt, all.HasClosable);
    }
}
