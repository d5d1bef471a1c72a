using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>A venue as the frames left it.</summary>
internal sealed class ReferenceVenue
{
    /// <summary>Null until a frame brought them.</summary>
    public VenueTerms? Terms { get; set; }

    /// <summary>Its rule set; null where that is not known.</summary>
    public RuleBook? Book { get; set; }

    /// <summary>Highest block the frames know; 0 is none.</summary>
    public long Block { get; set; }

    /// <summary>Number of the latest frame that changed the terms.</summary>
    public long TermsChangedAt { get; set; } = -1;

    /// <summary>What is certain of its accounts without a division; null where nothing is.</summary>
    public StandingVenue? Standing { get; set; }
}

/// <summary>An instrument as the frames left it; accounts may hold it before any frame knows it.</summary>
internal sealed class ReferenceInstrument(string id)
{
    public string Id { get; } = id;

    /// <summary>Null until a frame brought them.</summary>
    public InstrumentTerms? Terms { get; set; }

    public MarketValues Values { get; set; } = MarketValues.None;

    /// <summary>Number of the latest frame that changed the terms.</summary>
    public long TermsChangedAt { get; set; } = -1;

    /// <summary>What its venue's rule set makes of it; null where either is not known.</summary>
    public BookTerms? Book { get; set; }

    /// <summary>The same over its venue's common denominator; null where that is not possible, or there is no price.</summary>
    public StandingTerms? Standing { get; set; }
}

/// <summary>The market side: replaced by frames, read by everything else.</summary>
internal sealed class ReferenceMarket(IReadOnlyDictionary<string, RuleBook> books)
{
    private readonly Dictionary<string, ReferenceVenue> _venues = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ReferenceInstrument> _instruments = new(StringComparer.Ordinal);

    /// <summary>Number of the latest frame; -1 before the first.</summary>
    public long Frame { get; private set; } = -1;

    /// <summary>Stream-time of the latest frame, ms; 0 before the first.</summary>
    public long StreamTimeMs { get; private set; }

    public ReferenceVenue Venue(string id)
    {
        if (!_venues.TryGetValue(id, out ReferenceVenue? venue))
        {
            _venues.Add(id, venue = new());
        }

        return venue;
    }

    public ReferenceInstrument Instrument(string id)
    {
        if (!_instruments.TryGetValue(id, out ReferenceInstrument? instrument))
        {
            _instruments.Add(id, instrument = new(id));
        }

        return instrument;
    }

    /// <summary>An instrument's terms, or null where no frame brought them.</summary>
    public InstrumentTerms? TermsOf(string instrument) => Find(instrument)?.Terms;

    /// <summary>An instrument that anybody mentioned, or null.</summary>
    public ReferenceInstrument? Find(string instrument) => _instruments.GetValueOrDefault(instrument);

    /// <summary>A change with terms replaces the terms; values always replace values.</summary>
    public void Apply(MarketFrame frame)
    {
        Frame = frame.Number;
        StreamTimeMs = frame.StreamTimeMs;
        foreach (VenueChange change in frame.Venues)
        {
            ReferenceVenue venue = Venue(change.Venue);
            venue.Block = change.BlockNumber;
            if (change.Terms is not null)
            {
                venue.Terms = change.Terms;
                venue.Book = books.GetValueOrDefault(change.Terms.RuleSet);
                venue.TermsChangedAt = frame.Number;
            }
        }

        foreach (InstrumentChange change in frame.Instruments)
        {
            ReferenceInstrument instrument = Instrument(change.Instrument);
            instrument.Values = change.Values;
            if (change.Terms is not null)
            {
                instrument.Terms = change.Terms;
                instrument.TermsChangedAt = frame.Number;
            }
        }

        // All of them at every frame: it depends on the venue too, and nothing is easier to trust.
        foreach (ReferenceInstrument instrument in _instruments.Values)
        {
            instrument.Book = Read(instrument, instrument.Values);
        }
    }

    /// <summary>What is certain at this frame without a division, venue by venue.</summary>
    public void PrepareStanding(int roundingUnits)
    {
        foreach ((string id, ReferenceVenue venue) in _venues)
        {
            venue.Standing = null;
            if (venue.Book is LinearByTheBook book)
            {
                ReferenceInstrument[] own = [.. _instruments.Values.Where(one => one.Terms?.Venue == id)];
                venue.Standing = StandingVenue.Prepare(venue.Terms!, book, own, roundingUnits);
            }
        }
    }

    /// <summary>What its venue's rule set would make of an instrument at one price, low and high alike; null where either is not known.</summary>
    public BookTerms? At(ReferenceInstrument instrument, BigInteger price) =>
        Read(instrument, instrument.Values with { Price = price, PriceLow = price, PriceHigh = price });

    private BookTerms? Read(ReferenceInstrument instrument, MarketValues values) =>
        instrument.Terms is { } terms && Venue(terms.Venue) is { Book: { } book, Terms: { } venue } ? book.Read(venue, terms, values) : null;
}
