using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>What the rule set says of an account at the latest frame, exactly: no more than is needed to decide.</summary>
internal readonly record struct Verdict(bool IsJudgeable, bool IsLiquidatable, bool IsOut, bool IsBankrupt, bool HasClosable, long WarningPpm)
{
    /// <summary>The account cannot be judged.</summary>
    public static Verdict NotJudgeable => default;
}

/// <summary>
/// Judges accounts exactly: in the narrow lane where the figures fit, in the wide one where they do not. A holding without a price counts at the price most
/// favourable to the account; where that leaves a doubt, the account cannot be judged.
/// </summary>
internal sealed class Judge(AccountTable accounts, MarketTable market, WarningLines warnings)
{
    private RuledHolding<Int128>[] _narrow = new RuledHolding<Int128>[16];

    /// <summary>Decides about an account.</summary>
    public Verdict Decide(int account)
    {
        ref AccountRow row = ref accounts.Row(account);
        VenueSlot venue = market.VenueAt(row.Venue);
        if (venue.Rules is not { } rules)
        {
            return Verdict.NotJudgeable;
        }

        if (!row.Has(AccountFlags.IsWide))
        {
            try
            {
                bool fits = TryFill(row, venue, out bool isComplete, out bool isJudgeable);
                if (!isJudgeable)
                {
                    return Verdict.NotJudgeable;
                }

                if (fits && rules.JudgeNarrow(_narrow.AsSpan(0, row.Count), row.MarginClass) is { } judged)
                {
                    return Conclude(venue, row, judged, isComplete);
                }
            }
            catch (OverflowException)
            {
                // Its figures need the wide lane, now and until its holdings change.
            }

            row.Flags |= AccountFlags.IsWide;
        }

        return TryWide(row, out RuledHolding<BigInteger>[] wide, out bool complete)
            ? Conclude(venue, row, rules.Judge(wide, row.MarginClass), complete)
            : Verdict.NotJudgeable;
    }

    /// <summary>All figures, for the record; null when the account cannot be judged.</summary>
    public Assessment? Assess(int account)
    {
        ref AccountRow row = ref accounts.Row(account);
        if (market.VenueAt(row.Venue).Rules is not { } rules || !TryWide(row, out RuledHolding<BigInteger>[] wide, out bool isComplete))
        {
            return null;
        }

        Assessment figures = rules.Assess(wide, row.MarginClass);
        return isComplete || figures.IsLiquidatable ? figures : null;
    }

    /// <summary>The figures with one instrument at other market values; null when the account cannot be judged then.</summary>
    public Judged<BigInteger>? JudgeAt(int account, InstrumentMarket other)
    {
        ref AccountRow row = ref accounts.Row(account);
        if (market.VenueAt(row.Venue).Rules is not { } rules || !TryWide(row, out RuledHolding<BigInteger>[] wide, out bool isComplete) || !isComplete)
        {
            return null;
        }

        foreach (ref RuledHolding<BigInteger> held in wide.AsSpan())
        {
            held = ReferenceEquals(held.Market.Rules, other.Rules) ? held with { Market = other } : held;
        }

        return rules.Judge(wide, row.MarginClass);
    }

    /// <summary>How the figures come about; null when the account cannot be judged.</summary>
    public AccountExplanation? Explain(int account)
    {
        ref AccountRow row = ref accounts.Row(account);
        if (Assess(account) is not { } figures || !TryWide(row, out RuledHolding<BigInteger>[] wide, out _))
        {
            return null;
        }

        AccountArithmetic arithmetic = market.VenueAt(row.Venue).Rules!.Explain(wide, row.MarginClass);
        return new(accounts.Ids.Text(account), market.Frame, market.StreamTimeMs, figures, arithmetic.Holdings, arithmetic.Totals);
    }

    /// <summary>Why an account cannot be judged.</summary>
    public string WhyNot(int account)
    {
        ref AccountRow row = ref accounts.Row(account);
        VenueSlot venue = market.VenueAt(row.Venue);
        if (venue.Rules is null)
        {
            return venue.Terms is null ? $"venue {venue.Id} has no terms yet" : $"rule set {venue.Terms.RuleSet} is not known";
        }

        ReadOnlySpan<long> words = accounts.Holdings(row);
        foreach (int place in Places(row))
        {
            InstrumentSlot instrument = market.InstrumentAt(PackedHolding.Instrument(words[place]));
            string? reason = instrument switch
            {
                { Terms: null } => $"instrument {instrument.Id} has no terms yet",
                _ when !ReferenceEquals(instrument.Venue, venue) => $"instrument {instrument.Id} belongs to venue {instrument.Terms.Venue}",
                { Rules: null } => $"the terms of instrument {instrument.Id} are not those of rule set {venue.Terms!.RuleSet}",
                _ when !instrument.Rules.Takes(accounts.Read(words, place).Size.Sign) => $"the holding of instrument {instrument.Id} is on the wrong side",
                { Market: null } => $"instrument {instrument.Id} has no price yet",
                _ => null,
            };
            if (reason is not null)
            {
                return reason;
            }
        }

        return "its figures cannot be worked out";
    }

    /// <summary>Where its holdings begin, in ordinal order of instrument.</summary>
    public int[] Places(in AccountRow row)
    {
        ReadOnlySpan<long> words = accounts.Holdings(row);
        int[] places = new int[row.Count];
        string[] names = new string[row.Count];
        for (int i = 0, place = 0; i < places.Length; place += PackedHolding.Words(PackedHolding.Widths(words[place])), i++)
        {
            places[i] = place;
            names[i] = market.InstrumentAt(PackedHolding.Instrument(words[place])).Id;
        }

        Array.Sort(names, places, StringComparer.Ordinal);
        return places;
    }

    private Verdict Conclude<T>(VenueSlot venue, in AccountRow row, in Judged<T> judged, bool isComplete)
        where T : IBinaryInteger<T>
    {
        if (!isComplete && !judged.IsLiquidatable)
        {
            return Verdict.NotJudgeable;
        }

        long warning = venue.Terms!.Bands.Count == 0 ? 0 : WarningBands.LineOf(venue.Terms, judged.Equity, judged.Maintenance, warnings[row.Warning]);
        return new(true, judged.IsLiquidatable, judged.IsOut, judged.IsBankrupt, judged.HasClosable, warning);
    }

    /// <summary>The holdings in the narrow lane; false where one does not fit it.</summary>
    private bool TryFill(in AccountRow row, VenueSlot venue, out bool isComplete, out bool isJudgeable)
    {
        (isComplete, isJudgeable) = (true, true);
        if (row.Count > _narrow.Length)
        {
            _narrow = new RuledHolding<Int128>[2 * row.Count];
        }

        ReadOnlySpan<long> words = accounts.Holdings(row);
        int place = 0;
        for (int i = 0; i < row.Count; i++)
        {
            if (!AccountTable.TryReadNarrow(words, place, out Int128 size, out Int128 cost, out Int128 settled))
            {
                return false;
            }

            InstrumentSlot instrument = market.InstrumentAt(PackedHolding.Instrument(words[place]));
            if (MarketOf(instrument, venue, Int128.Sign(size), ref isComplete) is not { } known)
            {
                isJudgeable = false;
                return true;
            }

            _narrow[i] = new(known, size, cost, settled);
            place += PackedHolding.Words(PackedHolding.Widths(words[place]));
        }

        return true;
    }

    /// <summary>The holdings in the wide lane, in ordinal order of instrument; false where the account cannot be judged.</summary>
    private bool TryWide(in AccountRow row, out RuledHolding<BigInteger>[] holdings, out bool isComplete)
    {
        VenueSlot venue = market.VenueAt(row.Venue);
        ReadOnlySpan<long> words = accounts.Holdings(row);
        isComplete = true;
        holdings = new RuledHolding<BigInteger>[row.Count];
        int[] places = Places(row);
        for (int i = 0; i < places.Length; i++)
        {
            Holding exact = accounts.Read(words, places[i]);
            InstrumentSlot instrument = market.InstrumentAt(PackedHolding.Instrument(words[places[i]]));
            if (MarketOf(instrument, venue, exact.Size.Sign, ref isComplete) is not { } known)
            {
                return false;
            }

            holdings[i] = new(known, exact.Size, exact.Cost, exact.SettledIndex);
        }

        return true;
    }

    private static InstrumentMarket? MarketOf(InstrumentSlot instrument, VenueSlot venue, int sign, ref bool isComplete)
    {
        if (instrument.Rules is not { } rules || !ReferenceEquals(instrument.Venue, venue) || !rules.Takes(sign))
        {
            return null;
        }

        if (instrument.Market is { } priced)
        {
            return priced;
        }

        isComplete = false;
        return sign > 0 ? null : rules.AtZero(instrument.Values);
    }
}
