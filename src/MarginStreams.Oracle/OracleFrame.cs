using MarginStreams.Risk;

namespace MarginStreams.Oracle;

/// <summary>A frame as the oracle closes it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="StreamTimeMs">Latest timestamp of the records in it, ms; never goes back.</param>
/// <param name="IsKeyframe">Whether it holds the complete vector.</param>
/// <param name="Venues">Venues that changed, in ordinal order; all in a keyframe.</param>
/// <param name="Instruments">Instruments that changed, in ordinal order; all in a keyframe.</param>
/// <param name="Digest">Digest of the full vector after it.</param>
public sealed record OracleFrame(
    long Number,
    long StreamTimeMs,
    bool IsKeyframe,
    IReadOnlyList<OracleVenueEntry> Venues,
    IReadOnlyList<OracleInstrumentEntry> Instruments,
    UInt128 Digest);

/// <summary>A venue in a frame.</summary>
/// <param name="Venue">Its id.</param>
/// <param name="HasTerms">Whether its terms changed, or the frame is a keyframe.</param>
/// <param name="BlockNumber">Highest block seen of its chain; 0 is none.</param>
public sealed record OracleVenueEntry(string Venue, bool HasTerms, long BlockNumber);

/// <summary>An instrument in a frame.</summary>
/// <param name="Instrument">Its id.</param>
/// <param name="HasTerms">Whether its terms changed, or the frame is a keyframe.</param>
/// <param name="Values">Its market values.</param>
/// <param name="PublishedAtMs">When its price was published, ms; 0 is not said.</param>
/// <param name="Origin">Where its price came from.</param>
public sealed record OracleInstrumentEntry(
    string Instrument, bool HasTerms, MarketValues Values, long PublishedAtMs, ObservationOrigin Origin);
