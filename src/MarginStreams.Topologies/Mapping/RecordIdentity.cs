using MarginStreams.Contracts;

namespace MarginStreams.Topologies;

/// <summary>The key that a record must stand under.</summary>
internal static class RecordIdentity
{
    /// <summary>The key, from the record's own fields.</summary>
    public static string? KeyOf(object record) => record switch
    {
        Venue venue => venue.Id,
        Instrument instrument => instrument.Id,
        Observation seen => seen.Feed,
        Command command => command.Target,
        Position position => $"{position.Account}/{position.Instrument}",
        Account account => account.Id,
        Progress progress => $"!progress/{progress.Venue}/{progress.Partition}",
        _ => null,
    };
}
