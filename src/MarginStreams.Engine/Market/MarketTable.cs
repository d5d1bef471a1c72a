using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>The market side: every venue and instrument, as the latest frame left them.</summary>
internal sealed class MarketTable
{
    private readonly Dictionary<string, VenueSlot> _venueOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InstrumentSlot> _instrumentOf = new(StringComparer.Ordinal);
    private readonly List<VenueSlot> _venues = [];
    private InstrumentSlot[] _instruments = [];

    /// <summary>Number of the latest frame; -1 before the first.</summary>
    public long Frame { get; private set; } = -1;

    /// <summary>Stream-time of the latest frame, ms; 0 before the first.</summary>
    public long StreamTimeMs { get; private set; }

    /// <summary>Number of instruments.</summary>
    public int InstrumentCount { get; private set; }

    /// <summary>Number of venues.</summary>
    public int VenueCount => _venues.Count;

    /// <summary>The instrument at a place.</summary>
    public InstrumentSlot InstrumentAt(int index) => _instruments[index];

    /// <summary>The venue at a place.</summary>
    public VenueSlot VenueAt(int index) => _venues[index];

    /// <summary>The instrument's slot, or null where nobody ever mentioned it.</summary>
    public InstrumentSlot? Find(string instrument) => _instrumentOf.GetValueOrDefault(instrument);

    /// <summary>The venue's slot, made on first mention.</summary>
    public VenueSlot Venue(string id)
    {
        if (!_venueOf.TryGetValue(id, out VenueSlot? slot))
        {
            _venueOf[id] = slot = new VenueSlot(id, _venues.Count);
            _venues.Add(slot);
        }

        return slot;
    }

    /// <summary>The venue's slot of an account id that has one before its colon.</summary>
    public VenueSlot VenueOf(ReadOnlySpan<char> account)
    {
        ReadOnlySpan<char> id = account[..account.IndexOf(':')];
        return _venueOf.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out VenueSlot? slot) ? slot : Venue(id.ToString());
    }

    /// <summary>The instrument's slot, made on first mention.</summary>
    public InstrumentSlot Instrument(string id) => _instrumentOf.TryGetValue(id, out InstrumentSlot? slot) ? slot : Add(id);

    /// <summary>Takes the venues of a frame, and tells whether the terms of one changed.</summary>
    public bool ApplyVenues(MarketFrame frame)
    {
        Frame = frame.Number;
        StreamTimeMs = frame.StreamTimeMs;
        bool terms = false;

        // By place, here and for the instruments: a list behind an interface gives an enumerator on the heap.
        for (int i = 0; i < frame.Venues.Count; i++)
        {
            terms |= Venue(frame.Venues[i].Venue).Apply(frame.Venues[i], frame.Number);
        }

        return terms;
    }

    private InstrumentSlot Add(string id)
    {
        if (InstrumentCount == _instruments.Length)
        {
            Array.Resize(ref _instruments, Math.Max(8, 2 * InstrumentCount));
        }

        var slot = new InstrumentSlot(id, InstrumentCount);
        _instruments[InstrumentCount++] = slot;
        _instrumentOf[id] = slot;
        return slot;
    }
}
