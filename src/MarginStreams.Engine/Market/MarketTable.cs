using System.Text;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>The market side: every venue and instrument, as the latest frame left them.</summary>
internal sealed class MarketTable
{
    private readonly Dictionary<string, VenueSlot> _venueOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InstrumentSlot> _instrumentOf = new(StringComparer.Ordinal);
    private readonly Utf8Names<VenueSlot> _venueOfUtf8 = new();
    private readonly Utf8Names<InstrumentSlot> _instrumentOfUtf8 = new();
    private readonly List<VenueSlot> _venues = [];
    private InstrumentSlot[] _instruments = [];
    private int[] _ranks = [];

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

    /// <summary>The instrument's slot, or null where nobody ever mentioned it.</summary>
    public InstrumentSlot? Find(ReadOnlySpan<byte> instrument) => _instrumentOfUtf8.Find(instrument);

    /// <summary>The venue's slot, made on first mention.</summary>
    public VenueSlot Venue(string id)
    {
        if (!_venueOf.TryGetValue(id, out VenueSlot? slot))
        {
            _venueOf[id] = slot = new VenueSlot(id, _venues.Count);
            _venueOfUtf8.Add(id, slot);
            _venues.Add(slot);
        }

        return slot;
    }

    /// <summary>The venue's slot of an account id that has one before its colon.</summary>
    public VenueSlot VenueOf(ReadOnlySpan<byte> account)
    {
        ReadOnlySpan<byte> id = account[..account.IndexOf((byte)':')];
        return _venueOfUtf8.Find(id) ?? Venue(Encoding.UTF8.GetString(id));
    }

    /// <summary>The instrument's slot, made on first mention.</summary>
    public InstrumentSlot Instrument(string id) => _instrumentOf.TryGetValue(id, out InstrumentSlot? slot) ? slot : Add(id);

    /// <summary>The instrument's slot, made on first mention.</summary>
    public InstrumentSlot Instrument(ReadOnlySpan<byte> id) => _instrumentOfUtf8.Find(id) ?? Add(Encoding.UTF8.GetString(id));

    /// <summary>An instrument's place among all in ordinal order of id. It changes when one is mentioned for the first time.</summary>
    public int RankOf(int index)
    {
        if (_ranks.Length != InstrumentCount)
        {
            int[] order = [.. Enumerable.Range(0, InstrumentCount)];
            Array.Sort([.. order.Select(one => _instruments[one].Id)], order, StringComparer.Ordinal);
            _ranks = new int[InstrumentCount];
            for (int rank = 0; rank < order.Length; rank++)
            {
                _ranks[order[rank]] = rank;
            }
        }

        return _ranks[index];
    }

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
        _instrumentOfUtf8.Add(id, slot);
        return slot;
    }
}
