using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>The market as the frames left it: what a keyframe would say.</summary>
internal sealed class WorldMirror
{
    private readonly SortedDictionary<string, (VenueTerms? Terms, long Block)> _venues = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (InstrumentTerms? Terms, MarketValues Values)> _instruments = new(StringComparer.Ordinal);
    private MarketFrame? _latest;

    public void Take(object happening)
    {
        if (happening is not MarketFrame frame)
        {
            return;
        }

        _latest = frame;
        foreach (VenueChange change in frame.Venues)
        {
            _venues[change.Venue] = (change.Terms ?? _venues.GetValueOrDefault(change.Venue).Terms, change.BlockNumber);
        }

        foreach (InstrumentChange change in frame.Instruments)
        {
            _instruments[change.Instrument] = (change.Terms ?? _instruments.GetValueOrDefault(change.Instrument).Terms, change.Values);
        }
    }

    /// <summary>The complete market at the latest frame, or null before the first.</summary>
    public MarketFrame? Keyframe() => _latest is null ? null : new(
        _latest.Number,
        _latest.StreamTimeMs,
        [.. _venues.Select(venue => new VenueChange(venue.Key, venue.Value.Terms, venue.Value.Block))],
        [.. _instruments.Select(one => new InstrumentChange(one.Key, one.Value.Terms, one.Value.Values))]);
}
