using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>The market as the frames left it: what a keyframe would say.</summary>
internal sealed class WorldMirror
{
    private readonly SortedDictionary<string, (VenueTerms? Terms, long Block)> _venues = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (InstrumentTerms? Terms, MarketValues Values)> _instruments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MarketValues> _former = new(StringComparer.Ordinal);
    private readonly List<MarketFrame> _frames = [];

    /// <summary>All frames so far.</summary>
    public IReadOnlyList<MarketFrame> Frames => _frames;

    /// <summary>One frame that says the complete market; none before the first.</summary>
    public IReadOnlyList<MarketFrame> Keyframes => Keyframe() is { } keyframe ? [keyframe] : [];

    /// <summary>The frame before the latest one changed the values.</summary>
    public MarketValues FormerValuesOf(string instrument) => _former.GetValueOrDefault(instrument, MarketValues.None);

    public MarketValues ValuesOf(string instrument) => _instruments.GetValueOrDefault(instrument).Values ?? MarketValues.None;

    public InstrumentTerms? TermsOf(string instrument) => _instruments.GetValueOrDefault(instrument).Terms;

    public VenueTerms? VenueOf(string venue) => _venues.GetValueOrDefault(venue).Terms;

    public void Take(object happening)
    {
        if (happening is not MarketFrame frame)
        {
            return;
        }

        _frames.Add(frame);
        foreach (VenueChange change in frame.Venues)
        {
            _venues[change.Venue] = (change.Terms ?? _venues.GetValueOrDefault(change.Venue).Terms, change.BlockNumber);
        }

        foreach (InstrumentChange change in frame.Instruments)
        {
            _former[change.Instrument] = ValuesOf(change.Instrument);
            _instruments[change.Instrument] = (change.Terms ?? _instruments.GetValueOrDefault(change.Instrument).Terms, change.Values);
        }
    }

    /// <summary>The complete market at the latest frame, or null before the first.</summary>
    public MarketFrame? Keyframe() => _frames.Count == 0 ? null : new(
        _frames[^1].Number,
        _frames[^1].StreamTimeMs,
        [.. _venues.Select(venue => new VenueChange(venue.Key, venue.Value.Terms, venue.Value.Block))],
        [.. _instruments.Select(one => new InstrumentChange(one.Key, one.Value.Terms, one.Value.Values))]);
}
