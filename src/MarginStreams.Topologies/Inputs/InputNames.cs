using MarginStreams.Contracts;

namespace MarginStreams.Topologies;

/// <summary>
/// Names of feeds, venues, instruments and accounts: not empty, and without the slash that divides them in keys; a venue also without the colon that ends it
/// in an account id. So no two of them can run together.
/// </summary>
internal static class InputNames
{
    /// <summary>Refuses a record with a name that is none.</summary>
    public static Refusal? Check(object record) => record switch
    {
        Position position => Check("account", position.Account) ?? Check("instrument", position.Instrument),
        Account account => Check("account", account.Id),
        Progress progress => CheckVenue(progress.Venue),
        Observation seen => Check("feed", seen.Feed),
        Venue venue => CheckVenue(venue.Id),
        Instrument instrument => Check("instrument", instrument.Id) ?? CheckVenue(instrument.Venue) ?? CheckFeeds(instrument),
        Command command => Check("target", command.Target),
        _ => null,
    };

    /// <summary>Refuses a name that is none.</summary>
    public static Refusal? Check(string field, string name) =>
        name.Length > 0 && !name.Contains('/', StringComparison.Ordinal)
            ? null
            : new("NameInvalid", $"expected {field} to be a name without a slash, but it is \"{name}\"");

    /// <summary>Whether UTF-8 is a name.</summary>
    public static bool IsName(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.Contains((byte)'/');

    private static Refusal? CheckVenue(string venue) =>
        Check("venue", venue)
        ?? (venue.Contains(':', StringComparison.Ordinal)
            ? new("NameInvalid", $"expected venue to be a name without a colon, which ends it in account ids, but it is \"{venue}\"")
            : null);

    private static Refusal? CheckFeeds(Instrument instrument)
    {
        foreach ((string role, string feed) in instrument.Feeds)
        {
            if (Check($"feeds.{role}", feed) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
