using System.Globalization;

namespace MarginStreams.Contracts;

/// <summary>Keys of the topics' records, as text; on the wire they are UTF-8.</summary>
public static class RecordKeys
{
    /// <summary>What the keys of progress start with.</summary>
    public const string ProgressPrefix = "!progress/";

    /// <summary>Key of a frame: its number.</summary>
    public static string Frame(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Key of a position: <c>account/instrument</c>.</summary>
    public static string Position(string account, string instrument) => $"{account}/{instrument}";

    /// <summary>Key of an indexer's progress: <c>!progress/venue/partition</c>.</summary>
    public static string Progress(string venue, int partition) => string.Create(CultureInfo.InvariantCulture, $"{ProgressPrefix}{venue}/{partition}");

    /// <summary>Key of a venue's risk: <c>venue/partition</c>.</summary>
    public static string VenueRisk(string venue, int partition) => string.Create(CultureInfo.InvariantCulture, $"{venue}/{partition}");

    /// <summary>Key of an instrument's risk: <c>instrument/partition</c>.</summary>
    public static string MarketRisk(string instrument, int partition) => string.Create(CultureInfo.InvariantCulture, $"{instrument}/{partition}");

    /// <summary>The key that a record stands under; every record has one.</summary>
    public static string Of(object record) => record switch
    {
        Venue venue => venue.Id,
        Instrument instrument => instrument.Id,
        Position position => Position(position.Account, position.Instrument),
        Account account => account.Id,
        Progress progress => Progress(progress.Venue, progress.Partition),
        Observation seen => seen.Feed,
        Command command => command.Target,
        Frame frame => Frame(frame.Number),
        LiquidationTrigger trigger => trigger.Account,
        OpenLiquidation open => open.Account,
        AccountStatus status => status.Account,
        VenueRisk risk => VenueRisk(risk.Venue, risk.Partition),
        MarketRisk risk => MarketRisk(risk.Instrument, risk.Partition),
        _ => throw new ArgumentException($"a {record.GetType().Name} is not a record of ours", nameof(record)),
    };
}
