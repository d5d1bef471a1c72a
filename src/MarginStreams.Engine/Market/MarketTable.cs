using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>The market side: every venue and instrument, as the latest frame left them.</summary>
internal sealed class MarketTable
{
    private readonly Dictionary<string, VenueSlot> _venues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InstrumentSlot> _instruments = new(StringComparer.Ordinal);

    /// <summary>Number of the latest frame; -1 before the first.</summary>
    public long Frame { get; private set; } = -1;

    /// <summary>Stream-time of the latest frame, ms; 0 before the first.</summary>
    public long StreamTimeMs { get; private set; }

    /// <summary>Frame that changed the terms of a venue last; -1 is none.</summary>
    public long VenueTermsFrame { get; private set; } = -1;

    /// <summary>The instrument's terms; null before they came.</summary>
    public InstrumentTerms? TermsOf(string instrument) => _instruments.GetValueOrDefault(instrument)?.Terms;

    /// <summary>The venue's slot, made on first mention.</summary>
    public VenueSlot Venue(string id) =>
        _venues.TryGetValue(id, out VenueSlot? slot) ? slot : _venues[id] = new VenueSlot(id);

    /// <summary>The instrument's slot, made on first mention.</summary>
    public InstrumentSlot Instrument(string id) =>
        _instruments.TryGetValue(id, out InstrumentSlot? slot) ? slot : _instruments[id] = new InstrumentSlot(id, _instruments.Count);

    /// <summary>Takes a whole frame.</summary>
    public void Apply(MarketFrame frame)
    {
        Frame = frame.Number;
        StreamTimeMs = frame.StreamTimeMs;
        var touched = new HashSet<InstrumentSlot>();
        bool venueTerms = false;
        foreach (VenueChange change in frame.Venues)
        {
            venueTerms |= Venue(change.Venue).Apply(change, frame.Number);
        }

        foreach (InstrumentChange change in frame.Instruments)
        {
            InstrumentSlot slot = Instrument(change.Instrument);
            slot.Replace(change.Values);
            touched.Add(slot);
            if (change.Terms is not null)
            {
                slot.Replace(change.Terms, frame.Number);
                slot.Rebuild(Venue(change.Terms.Venue));
            }
        }

        if (venueTerms)
        {
            VenueTermsFrame = frame.Number;
            RebuildAll(touched);
        }

        foreach (InstrumentSlot slot in touched)
        {
            slot.Prepare(frame.Number);
        }
    }

    /// <summary>A venue's numeraire is part of each of its instruments' scales.</summary>
    private void RebuildAll(HashSet<InstrumentSlot> touched)
    {
        foreach (InstrumentSlot slot in _instruments.Values)
        {
            if (slot.Terms is not null)
            {
                slot.Rebuild(Venue(slot.Terms.Venue));
                touched.Add(slot);
            }
        }
    }
}
