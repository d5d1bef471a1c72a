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
    private readonly SortedDictionary<string, VenueTerms> _venues = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, OracleInstrument> _instruments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OracleInstrument>> _byFeed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FeedState> _feeds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _blocks = new(StringComparer.Ordinal);

    /// <summary>Takes a venue's terms.</summary>
    public OracleVerdict Apply(VenueTerms venue)
    {
        try
        {
            RuleSetCatalog.Create(venue);
        }
        catch (TermsException refused)
        {
            return new(OracleReject.TermsRefused, $"venue {venue.Id}: {refused.Field}: {refused.Message}");
        }

        _venues[venue.Id] = venue;
        Touch(new Change(ChangeKind.VenueTerms, venue.Id));
        return OracleVerdict.Taken;
    }

    /// <summary>Takes an instrument.</summary>
    public OracleVerdict Apply(OracleInstrument instrument)
    {
        InstrumentTerms terms = instrument.Terms;
        if (!_venues.TryGetValue(terms.Venue, out VenueTerms? venue))
        {
            return new(OracleReject.UnknownVenue, $"instrument {terms.Id}: venue {terms.Venue} is not defined");
        }

        try
        {
            RuleSetCatalog.Create(venue).Create(terms);
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

        return feed.IsOutOfOrder(seen)
            ? new(OracleReject.OutOfOrder, $"{what} of source {seen.Origin.Source} published at {seen.PublishedAtMs} ms comes after a later one")
            : OracleVerdict.Taken;
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
