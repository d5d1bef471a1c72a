using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>A numbered batch of everything that moved on the market side.</summary>
/// <param name="Number">The frame's number.</param>
/// <param name="StreamTimeMs">Stream-time, ms since the epoch, UTC. Never goes back.</param>
/// <param name="Venues">Venues that changed.</param>
/// <param name="Instruments">Instruments that changed.</param>
public sealed record MarketFrame(
    long Number,
    long StreamTimeMs,
    IReadOnlyList<VenueChange> Venues,
    IReadOnlyList<InstrumentChange> Instruments);

/// <summary>A venue in a frame.</summary>
/// <param name="Venue">Its id.</param>
/// <param name="Terms">Its terms where they changed, else null.</param>
/// <param name="BlockNumber">Highest block that the frame knows of the venue's chain; 0 is none.</param>
public sealed record VenueChange(string Venue, VenueTerms? Terms, long BlockNumber);

/// <summary>An instrument in a frame.</summary>
/// <param name="Instrument">Its id.</param>
/// <param name="Terms">Its terms where they changed, else null.</param>
/// <param name="Values">All its market values, changed or not.</param>
public sealed record InstrumentChange(string Instrument, InstrumentTerms? Terms, MarketValues Values);

/// <summary>Why a holding changed.</summary>
public enum HoldingCause
{
    /// <summary>Not said.</summary>
    Unknown,

    /// <summary>A fill.</summary>
    Trade,

    /// <summary>A deposit, withdrawal or transfer.</summary>
    Transfer,

    /// <summary>A liquidation.</summary>
    Liquidation,

    /// <summary>Auto-deleveraging.</summary>
    Adl,

    /// <summary>Settlement of a derivative or of funding.</summary>
    Settlement,

    /// <summary>A chain reorganisation took back what was published.</summary>
    Reorg,
}

/// <summary>The new state of a holding.</summary>
/// <param name="Account">Account id, <c>venue:rest</c>.</param>
/// <param name="Instrument">Instrument id.</param>
/// <param name="Offset">Offset of the record in its partition of positions.</param>
/// <param name="Holding">The holding, or null when it is closed (a tombstone).</param>
/// <param name="Cause">Why.</param>
/// <param name="BlockNumber">Block of the record; 0 is none.</param>
/// <param name="RemainingInBlock">How many more records of the same account and block follow.</param>
public sealed record HoldingEvent(
    string Account,
    string Instrument,
    long Offset,
    Holding? Holding,
    HoldingCause Cause,
    long BlockNumber,
    int RemainingInBlock);

/// <summary>How much of an instrument an account holds.</summary>
/// <param name="Size">Mantissa in the instrument's size unit, signed.</param>
/// <param name="Cost">Quote paid, numeraire's smallest unit (derivatives).</param>
/// <param name="SettledIndex">Cumulative funding at the last settlement, in the price's unit.</param>
public sealed record Holding(BigInteger Size, BigInteger Cost, BigInteger SettledIndex);

/// <summary>The new attributes of an account.</summary>
/// <param name="Account">Account id, <c>venue:rest</c>.</param>
/// <param name="Offset">Offset of the record in its partition of positions.</param>
/// <param name="Attributes">Named integers, or null when the record was a tombstone.</param>
/// <param name="BlockNumber">Block of the record; 0 is none.</param>
/// <param name="RemainingInBlock">How many more records of the same account and block follow.</param>
public sealed record AccountEvent(
    string Account,
    long Offset,
    IReadOnlyDictionary<string, BigInteger>? Attributes,
    long BlockNumber,
    int RemainingInBlock);
