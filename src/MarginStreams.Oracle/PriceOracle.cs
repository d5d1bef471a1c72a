using MarginStreams.Risk;

namespace MarginStreams.Oracle;

/// <summary>
/// Keeps the last valid price and indices of each instrument, and cuts frames. Pure: stream-time is the largest timestamp of the records so far.
/// </summary>
/// <remarks>
/// For each record the caller first calls <see cref="Advance"/> (which may close the open frame: the record does not belong to it any more),
/// then one of the <c>Apply</c> methods, then <see cref="CloseIfFull"/>. When every input stands at its end it calls <see cref="Close"/>.
/// </remarks>
public sealed partial class PriceOracle(OracleOptions options)
{
    private readonly SortedDictionary<string, VenueState> _venues = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, OracleInstrument> _instruments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OracleInstrument>> _byFeed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FeedState> _feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _blocks = new(StringComparer.Ordinal);

    /// <summary>Takes a venue.</summary>
    public OracleVerdict Apply(OracleVenue venue)
    {
        string id = venue.Terms.Id;
        VenueState? former = _venues.GetValueOrDefault(id);
        VenueState state;
        try
        {
            state = new(RuleSetCatalog.Create(venue.Terms), venue.Accrual);
            CheckRedefinition(former, state);
        }
        catch (TermsException refused)
        {
            return new(OracleReject.TermsRefused, $"venue {id}: {refused.Field}: {refused.Message}");
        }

        _venues[id] = state;
        _accrues = _venues.Values.Any(static one => one.Accrual != InterestAccrual.None);
        Touch(new Change(ChangeKind.VenueTerms, id));
        if (former is not null && former.Accrual != venue.Accrual)
        {
            TouchInstruments(id);
        }

        return OracleVerdict.Taken;
    }

    /// <summary>Takes an instrument.</summary>
    public OracleVerdict Apply(OracleInstrument instrument)
    {
        InstrumentTerms terms = instrument.Terms;
        if (!_venues.TryGetValue(terms.Venue, out VenueState? venue))
        {
            return new(OracleReject.UnknownVenue, $"instrument {terms.Id}: venue {terms.Venue} is not defined");
        }

        try
        {
            venue.Rules.Create(terms);
            OraclePolicy.Check(instrument.Policy);
        }
        catch (TermsException refused)
        {
            return new(OracleReject.TermsRefused, $"instrument {terms.Id}: {refused.Field}: {refused.Message}");
        }

        if (_instruments.TryGetValue(terms.Id, out OracleInstrument? former))
        {
            foreach (string feed in former.Feeds)
            {
                _byFeed[feed].Remove(former);
            }
        }

        _instruments[terms.Id] = instrument;
        foreach (string feed in instrument.Feeds)
        {
            if (!_byFeed.TryGetValue(feed, out List<OracleInstrument>? users))
            {
                _byFeed[feed] = users = [];
            }

            users.Add(instrument);
        }

        Touch(new Change(ChangeKind.InstrumentTerms, terms.Id));
        return OracleVerdict.Taken;
    }

    /// <summary>Takes an observation.</summary>
    public OracleVerdict Apply(OracleObservation observation)
    {
        if (!_feeds.TryGetValue(observation.Feed, out FeedState? feed))
        {
            feed = new FeedState();
        }

        OracleVerdict verdict = Check(observation, feed);
        if (verdict.Reason != OracleReject.None)
        {
            return verdict;
        }

        _feeds[observation.Feed] = feed;
        feed.Take(observation);
        foreach (OracleInstrument instrument in _byFeed.GetValueOrDefault(observation.Feed, []))
        {
            Touch(new Change(ChangeKind.InstrumentValues, instrument.Terms.Id));
            RaiseBlock(instrument.Terms.Venue, observation.BlockNumber);
        }

        return OracleVerdict.Taken;
    }

    private static OracleVerdict Check(OracleObservation seen, FeedState feed)
    {
        string what = $"feed {seen.Feed}: {seen.Quantity}";
        if (seen.Quantity != OracleQuantity.FundingIndex && seen.Value.Sign <= 0)
        {
            return new(OracleReject.NotPositive, $"{what} must be above zero, but it is {seen.Value}");
        }

        if (seen.Low > seen.Value || seen.High < seen.Value || seen.Low < 0 || seen.Confidence < 0)
        {
            return new(
                OracleReject.PriceBandInverted,
                $"{what} must have 0 <= low <= value <= high and confidence >= 0, but they are {seen.Low}, {seen.Value}, {seen.High}, {seen.Confidence}");
        }

        if (seen.Quantity == OracleQuantity.Price && !OraclePrices.Fits(seen))
        {
            return new(OracleReject.PriceTooLong, $"{what} and its band must have at most {OraclePrices.DigitsMax} digits, but it is {seen.Value}");
        }

        if (seen.IsInterest && !OracleRates.Fits(seen))
        {
            return new(
                OracleReject.RateInvalid,
                $"{what} must have no rate, or one that is not negative, of at most {OracleRates.RateDigitsMax} digits and beside an index of at most "
                + $"{OracleRates.IndexDigitsMax}, but they are {seen.Value} and [{string.Join(", ", seen.Vector)}]");
        }

        return feed.IsOutOfOrder(seen)
            ? new(OracleReject.OutOfOrder, $"{what} of source {seen.Origin.Source} published at {seen.PublishedAtMs} ms comes after a later one")
            : OracleVerdict.Taken;
    }

    /// <summary>Engines must be able to take the venue with the instruments that it has.</summary>
    private void CheckRedefinition(VenueState? former, VenueState state)
    {
        VenueTerms terms = state.Rules.Terms;
        if (former is null)
        {
            return;
        }

        terms.RequireRuleSetOf(former.Rules.Terms);

        foreach (OracleInstrument instrument in _instruments.Values.Where(one => one.Terms.Venue == terms.Id))
        {
            try
            {
                state.Rules.Create(instrument.Terms);
            }
            catch (TermsException broken)
            {
                throw new TermsException($"instrument {instrument.Terms.Id}: {broken.Field}", broken.Message);
            }
        }
    }

    private void TouchInstruments(string venue)
    {
        foreach (OracleInstrument instrument in _instruments.Values.Where(one => one.Terms.Venue == venue))
        {
            Touch(new Change(ChangeKind.InstrumentValues, instrument.Terms.Id));
        }
    }

    private void RaiseBlock(string venue, long block)
    {
        if (block > _blocks.GetValueOrDefault(venue))
        {
            _blocks[venue] = block;
            Touch(new Change(ChangeKind.VenueBlock, venue));
        }
    }
}
