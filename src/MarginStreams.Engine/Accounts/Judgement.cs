using System.Numerics;
using MarginStreams.Risk;

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

        return JudgeWide(account);
    }

    /// <summary>All figures of an account that can be judged, for the record.</summary>
    public static Assessment Assess(Account account) => account.Venue.Rules!.Assess(Wide(account), ClassOf(account));

    /// <summary>How the figures of an account that can be judged come about.</summary>
    public static AccountExplanation Explain(Account account, MarketTable market)
    {
        AccountArithmetic arithmetic = account.Venue.Rules!.Explain(Wide(account), ClassOf(account));
        return new(account.Id, market.Frame, market.StreamTimeMs, Assess(account), arithmetic.Holdings, arithmetic.Totals);
    }

    /// <summary>Whether an account can be judged.</summary>
    public static bool IsJudgeable(Account account) =>
        account.Venue.Rules is not null
        && Array.TrueForAll(account.Holdings, held => held.Instrument.Market is not null && IsOfVenue(held, account));

    /// <summary>Whether a holding's instrument belongs to the venue of its account.</summary>
    public static bool IsOfVenue(HoldingSlot held, Account account) => ReferenceEquals(held.Instrument.Venue, account.Venue);

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

            if (held.Instrument.Market is null)
            {
                return $"instrument {held.Instrument.Id} has no price yet";
            }
        }

        return "";
    }

    private static bool TryNarrow(Account account, out Verdict verdict)
    {
        verdict = default;
        if (account.Venue.Rules is not { } rules)
        {
            return false;
        }

        var holdings = new RuledHolding<Int128>[account.Holdings.Length];
        for (int i = 0; i < holdings.Length; i++)
        {
            HoldingSlot held = account.Holdings[i];
            if (held.Instrument.Market is not { } market || !IsOfVenue(held, account))
            {
                return false;
            }

            holdings[i] = new(market, held.Size, held.Cost, held.SettledIndex);
        }

        if (rules.JudgeNarrow(holdings, ClassOf(account)) is not { } judged)
        {
            return false;
        }

        verdict = new Verdict(true, judged.IsLiquidatable, judged.IsOut, judged.IsBankrupt, judged.HasClosable);
        return true;
    }

    private static Verdict JudgeWide(Account account)
    {
        if (!IsJudgeable(account))
        {
            return Verdict.NotJudgeable;
        }

        Judged<BigInteger> judged = account.Venue.Rules!.Judge(Wide(account), ClassOf(account));
        return new Verdict(true, judged.IsLiquidatable, judged.IsOut, judged.IsBankrupt, judged.HasClosable);
    }

    private static RuledHolding<BigInteger>[] Wide(Account account) => Array.ConvertAll(
        account.Holdings,
        held => new RuledHolding<BigInteger>(held.Instrument.Market!, held.Exact.Size, held.Exact.Cost, held.Exact.SettledIndex));

    private static int ClassOf(Account account) => account.Venue.Rules!.MarginClassOf(account.Attributes);
}
