using System.Numerics;
using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Oracle;
using MarginStreams.Risk;

namespace MarginStreams.Topologies;

/// <summary>
/// The market side as the frames told it: definitions and sources for the triggers, the check of each frame's digest, and the frame in the engine's terms.
/// </summary>
internal sealed class MarketView
{
    private readonly Dictionary<string, Venue> _venues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VenueRules> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private readonly Utf8Names<string> _defined = new();
    private readonly Dictionary<string, FrameInstrument> _entries = new(StringComparer.Ordinal);
    private readonly VectorDigest _digest = new();

    /// <summary>Number of the latest frame; -1 before the first.</summary>
    public long Frame { get; private set; } = -1;

    /// <summary>Stream-time of the latest frame, ms; 0 before the first.</summary>
    public long StreamTimeMs { get; private set; }

    /// <summary>Offset of the latest frame; -1 before the first.</summary>
    public long FrameOffset { get; private set; } = -1;

    /// <summary>Offset of the latest keyframe; -1 before the first.</summary>
    public long KeyframeOffset { get; private set; } = -1;

    /// <summary>The venue of an account id, or the empty string.</summary>
    public static string VenueOf(string account)
    {
        int colon = account.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? account[..colon] : "";
    }

    /// <summary>A venue's definition, or null.</summary>
    public Venue? Venue(string id) => _venues.GetValueOrDefault(id);

    /// <summary>The rules of an account's venue; null before its definition came.</summary>
    public VenueRules? RulesOf(string account) => _rules.GetValueOrDefault(VenueOf(account));

    /// <summary>An instrument's definition, or null.</summary>
    public Instrument? Instrument(string id) => _instruments.GetValueOrDefault(id);

    /// <summary>The id of an instrument that is defined, or null.</summary>
    public string? Instrument(ReadOnlySpan<byte> id) => _defined.Find(id);

    /// <summary>Whether an instrument is a perpetual.</summary>
    public bool IsPerpetual(string id) => Instrument(id)?.Kind == Contracts.InstrumentKind.Perpetual;

    /// <summary>The observation behind an instrument's price, or null.</summary>
    public TriggerSource? SourceOf(string id) =>
        _entries.TryGetValue(id, out FrameInstrument? entry) && entry.SourceOffset >= 0
            ? new TriggerSource
            {
                Instrument = id,
                Source = entry.Source,
                Round = entry.Round,
                Partition = entry.SourcePartition,
                Offset = entry.SourceOffset,
            }
            : null;

    /// <summary>Instruments with a price of a feed.</summary>
    public IEnumerable<(string Instrument, BigInteger Price)> Prices()
    {
        foreach ((string instrument, FrameInstrument entry) in _entries)
        {
            if (entry.Price is { } price)
            {
                yield return (instrument, price);
            }
        }
    }

    /// <summary>Notional of the positions over equity, rounded up: never shown better than it is. Null without positive equity.</summary>
    public long? LeveragePpm(Assessment figures)
    {
        if (figures.Equity.Sign <= 0)
        {
            return null;
        }

        BigInteger notional = BigInteger.Zero;
        foreach (HoldingAssessment held in figures.Holdings)
        {
            if (IsPerpetual(held.Instrument) && held.Price is { } price)
            {
                Instrument terms = _instruments[held.Instrument];
                int exponent = terms.SizeExponent + terms.PriceExponent - _venues[terms.Venue].NumeraireExponent;
                BigInteger scaled = BigInteger.Abs(held.Size) * terms.Multiplier * price * ExactMath.PowerOfTen(exponent);
                notional += ExactMath.DivideCeiling(scaled, ExactMath.PowerOfTen(-exponent));
            }
        }

        return (long)BigInteger.Min(long.MaxValue, ExactMath.DivideCeiling(notional * 1_000_000, figures.Equity));
    }

    /// <summary>Takes a frame and gives it in the engine's terms: definitions only where they really changed.</summary>
    /// <exception cref="InvalidDataException">The vector does not have the frame's digest: the sequence is broken.</exception>
    public MarketFrame Take(Frame frame, long offset)
    {
        var venues = new List<VenueChange>(frame.Venues.Count);
        foreach (FrameVenue entry in frame.Venues)
        {
            bool changed = Replace(_venues, entry.Venue, entry.Definition, RecordCodecs.Venue);
            VenueTerms? terms = changed ? TermsMapping.ToTerms(entry.Definition!) : null;
            if (terms is not null && RuleSetCatalog.Find(terms.RuleSet) is { } rules)
            {
                _rules[entry.Venue] = rules.Create(terms);
            }

            venues.Add(new(entry.Venue, terms, entry.BlockNumber));
        }

        var instruments = new List<InstrumentChange>(frame.Instruments.Count);
        foreach (FrameInstrument entry in frame.Instruments)
        {
            bool changed = Replace(_instruments, entry.Instrument, entry.Definition, RecordCodecs.Instrument);
            if (changed && _defined.Find(Encoding.UTF8.GetBytes(entry.Instrument)) is null)
            {
                _defined.Add(entry.Instrument, entry.Instrument);
            }

            MarketValues values = FrameMapping.Values(entry);
            MarketValues? former = _entries.TryGetValue(entry.Instrument, out FrameInstrument? known) ? FrameMapping.Values(known) : null;
            _digest.Replace(entry.Instrument, former, values);
            _entries[entry.Instrument] = entry;
            instruments.Add(new(entry.Instrument, changed ? TermsMapping.ToTerms(entry.Definition!) : null, values));
        }

        if (!_digest.ToBytes().AsSpan().SequenceEqual(frame.Digest))
        {
            throw new InvalidDataException($"frame {frame.Number} at offset {offset}: the market vector does not have the frame's digest");
        }

        Frame = frame.Number;
        StreamTimeMs = frame.StreamTimeMs;
        FrameOffset = offset;
        KeyframeOffset = frame.Keyframe ? offset : KeyframeOffset;
        return new MarketFrame(frame.Number, frame.StreamTimeMs, venues, instruments);
    }

    /// <summary>Keyframes restate definitions that did not change: only other bytes are a change.</summary>
    private static bool Replace<T>(Dictionary<string, T> known, string id, T? definition, RecordCodec<T> codec)
        where T : class
    {
        if (definition is null
            || (known.TryGetValue(id, out T? former) && codec.Encode(former).AsSpan().SequenceEqual(codec.Encode(definition))))
        {
            return false;
        }

        known[id] = definition;
        return true;
    }
}
