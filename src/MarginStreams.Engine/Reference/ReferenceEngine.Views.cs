using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <content>What is asked of it without an event: the worst accounts, and what becomes liquidatable as one price moves.</content>
public sealed partial class ReferenceEngine
{
    /// <inheritdoc />
    public IReadOnlyList<RankedAccount> Worst(int count)
    {
        var ranked = new List<RankedAccount>();
        foreach (ReferenceAccount account in _accounts.Values)
        {
            bool isBadEnough = account.WarningPpm != 0
                || account.Band is AccountBand.Liquidatable or AccountBand.Bankrupt or AccountBand.BadDebt;
            if (isBadEnough && account.Await is null && account.Judge().Assessment is { } assessment)
            {
                ranked.Add(new(account.Id, account.Band!.Value, account.WarningPpm, assessment));
            }
        }

        ranked.Sort(WorseFirst);
        return [.. ranked.Take(count)];
    }

    /// <inheritdoc />
    public MarketRiskView? Risk(string instrument, IReadOnlyList<BigInteger> prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        if (_market.Find(instrument) is not { Terms: { } terms, Book: { IsPriced: true } } known)
        {
            return null;
        }

        BigInteger longs = 0, shorts = 0;
        foreach (ReferenceAccount account in _accounts.Values)
        {
            BigInteger size = account.SizeOf(instrument);
            longs += BigInteger.Max(size, 0);
            shorts += BigInteger.Max(-size, 0);
        }

        return new(instrument, longs, shorts, [.. prices.Select(price => StepAt(known, terms, price))]);
    }

    /// <summary>What an account's figures would be with another price of one instrument; null when it could not be judged.</summary>
    internal Assessment? AssessAt(string account, string instrument, BigInteger price) =>
        _accounts.GetValueOrDefault(account) is { } known && _market.Find(instrument) is { } moved && _market.At(moved, price) is { } atPrice
            ? known.Judge(moved, atPrice).Assessment
            : null;

    /// <summary>No two accounts are equal: the id decides at last.</summary>
    private static int WorseFirst(RankedAccount left, RankedAccount right)
    {
        BigInteger leftEquity = left.Assessment.Equity, leftRequirement = left.Assessment.MaintenanceRequirement;
        BigInteger rightEquity = right.Assessment.Equity, rightRequirement = right.Assessment.MaintenanceRequirement;
        bool isLeftFirst = leftRequirement <= 0, isRightFirst = rightRequirement <= 0;
        int order = (isLeftFirst, isRightFirst) switch
        {
            (true, true) => leftEquity.CompareTo(rightEquity),
            (true, false) => -1,
            (false, true) => 1,
            _ => (leftEquity * rightRequirement).CompareTo(rightEquity * leftRequirement),
        };
        order = order != 0 ? order : rightRequirement.CompareTo(leftRequirement);
        return order != 0 ? order : string.CompareOrdinal(left.Account, right.Account);
    }

    private RiskStep StepAt(ReferenceInstrument instrument, InstrumentTerms terms, BigInteger price)
    {
        VenueTerms venue = _market.Venue(terms.Venue).Terms!;
        BookTerms atPrice = _market.At(instrument, price)!;
        Rational each = Rational.Of(price * terms.Multiplier)
            * Rational.PowerOfTen(terms.SizeExponent + terms.PriceExponent - venue.NumeraireExponent);
        BigInteger isolated = 0, cross = 0;
        foreach (ReferenceAccount account in _accounts.Values)
        {
            bool counts = account.Band == AccountBand.Healthy
                && account.Await is null
                && account.Holdings.ContainsKey(instrument.Id)
                && account.Judge().Assessment is not null
                && account.Judge(instrument, atPrice).Assessment is { IsLiquidatable: true };
            if (!counts)
            {
                continue;
            }

            // Floor: not a unit more than there is.
            BigInteger notional = BigInteger.Abs(account.SizeOf(instrument.Id)) * each.Numerator / each.Denominator;
            if (account.IsIsolatedIn(instrument))
            {
                isolated += notional;
            }
            else
            {
                cross += notional;
            }
        }

        return new(price, isolated, cross);
    }
}
