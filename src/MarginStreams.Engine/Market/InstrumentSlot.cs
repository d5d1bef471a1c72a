using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>An instrument as the latest frame left it. Exists from the first mention, so that holdings can point at it before its terms come.</summary>
internal sealed class InstrumentSlot(string id, int index)
{
    private MarketValues _values = MarketValues.None;
    /// <summary>The instrument's id.</summary>
    public string Id { get; } = id;

    /// <summary>Its place among the instruments.</summary>
    public int Index { get; } = index;

    /// <summary>Its terms; null before they came.</summary>
    public InstrumentTerms? Terms { get; private set; }

    /// <summary>Its rules; null before its terms and its venue's came.</summary>
    public InstrumentRules? Rules { get; private set; }

    /// <summary>Its venue; null before its terms came.</summary>
    public VenueSlot? Venue { get; private set; }

    /// <summary>The market side of its rules; null when it cannot be judged.</summary>
    public InstrumentMarket? Market { get; private set; }

    /// <summary>Frame that changed its terms last; -1 is none.</summary>
    public long TermsFrame { get; private set; } = -1;

    /// <summary>Frame that changed anything of it last, its venue's terms included; -1 is none.</summary>
    public long ChangedFrame { get; private set; } = -1;

    /// <summary>Its market values.</summary>
    public MarketValues Values => _values;

    /// <summary>Takes new terms; the rules follow with <see cref="Rebuild"/>.</summary>
    public void Replace(InstrumentTerms terms, long frame)
    {
        Terms = terms;
        TermsFrame = frame;
    }

    /// <summary>Takes new market values; the factors follow with <see cref="Prepare"/>.</summary>
    public void Replace(MarketValues values) => _values = values;

    /// <summary>Makes the rules from the terms and those of the venue.</summary>
    public void Rebuild(VenueSlot venue)
    {
        Venue = venue;
        Rules = Terms is null || venue.Rules is null ? null : venue.Rules.Create(Terms);
    }

    /// <summary>Makes the market side from the rules and the values.</summary>
    public void Prepare(long frame)
    {
        ChangedFrame = frame;
        Market = Rules?.At(_values);
    }
}
