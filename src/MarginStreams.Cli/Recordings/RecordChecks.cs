using System.Text.Json;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Recordings;

/// <summary>What a record must be beyond its schema: its own key, ids of the right form, and a venue and an instrument that exist.</summary>
internal sealed class RecordChecks
{
    private readonly HashSet<string> _venues = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _venuesBySpan;
    private readonly Dictionary<string, string> _instrumentVenues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _instrumentVenuesBySpan;

    public RecordChecks()
    {
        _venuesBySpan = _venues.GetAlternateLookup<ReadOnlySpan<char>>();
        _instrumentVenuesBySpan = _instrumentVenues.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Checks a record; a venue or an instrument becomes known by it. The schema is null for a tombstone.</summary>
    public void Check(LinePlace place, InputTopic topic, RecordSchema? schema, string key, JsonElement value)
    {
        switch (topic)
        {
            case InputTopic.Venues when schema is not null:
                _venues.Add(RecordIds.Plain(place, "value.venue", Field(value, "venue"u8, place), "/:"));
                OwnKey(place, key, Field(value, "venue"u8, place));
                break;
            case InputTopic.Instruments when schema is not null:
                Instrument(place, key, value);
                break;
            case InputTopic.Positions when schema is null:
                Tombstone(place, key);
                break;
            case InputTopic.Positions when schema == RecordCodecs.Position.Schema:
                Position(place, key, value);
                break;
            case InputTopic.Positions when schema == RecordCodecs.Account.Schema:
                OwnKey(place, key, Field(value, "account"u8, place));
                KnownVenue(place, "value.account", RecordIds.VenueOfAccount(place, "value.account", key));
                break;
            case InputTopic.Positions:
                Progress(place, key, value);
                break;
            case InputTopic.OraclePrices:
                OwnKey(place, key, RecordIds.Plain(place, "value.feed", Field(value, "feed"u8, place), "/"));
                break;
            case InputTopic.Commands:
                OwnKey(place, key, RecordIds.Plain(place, "value.target", Field(value, "target"u8, place), "/"));
                break;
        }
    }

    private static string Field(JsonElement value, ReadOnlySpan<byte> name, LinePlace place) =>
        value.TryGetProperty(name, out JsonElement field)
            ? JsonText.Of(field, $"value.{System.Text.Encoding.UTF8.GetString(name)}", place)
            : "";

    private static void OwnKey(LinePlace place, string key, string own)
    {
        if (!string.Equals(key, own, StringComparison.Ordinal))
        {
            throw place.Fault("key", $"{own}, the record's own key", key);
        }
    }

    private void Instrument(LinePlace place, string key, JsonElement value)
    {
        string id = RecordIds.Plain(place, "value.instrument", Field(value, "instrument"u8, place), "/");
        OwnKey(place, key, id);
        string venue = Field(value, "venue"u8, place);
        KnownVenue(place, "value.venue", venue);
        _instrumentVenues[id] = venue;
    }

    private void Position(LinePlace place, string key, JsonElement value)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0
            || !value.GetProperty("account"u8).ValueEquals(key.AsSpan(0, slash))
            || !value.GetProperty("instrument"u8).ValueEquals(key.AsSpan(slash + 1)))
        {
            string account = Field(value, "account"u8, place);
            string instrument = Field(value, "instrument"u8, place);
            RecordIds.VenueOfAccount(place, "value.account", account);
            RecordIds.Plain(place, "value.instrument", instrument, "/");
            OwnKey(place, key, $"{account}/{instrument}");
        }

        Holding(place, key.AsSpan(0, slash), key.AsSpan(slash + 1), "value.");
    }

    private void Tombstone(LinePlace place, string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            KnownVenue(place, "key", RecordIds.VenueOfAccount(place, "key", key));
        }
        else if (!key.StartsWith(RecordKeys.ProgressPrefix, StringComparison.Ordinal))
        {
            Holding(place, key.AsSpan(0, slash), key.AsSpan(slash + 1), "key ");
        }
    }

    private void Holding(LinePlace place, ReadOnlySpan<char> account, ReadOnlySpan<char> instrument, string where)
    {
        ReadOnlySpan<char> venue = RecordIds.VenueOfAccount(place, where + "account", account);
        if (!_instrumentVenuesBySpan.TryGetValue(instrument, out string? home))
        {
            RecordIds.Plain(place, where + "instrument", instrument.ToString(), "/");
            throw place.Fault(where + "instrument", "an instrument that instruments.jsonl defines", instrument.ToString());
        }

        if (!venue.SequenceEqual(home))
        {
            throw place.Fault(
                where + "instrument", $"an instrument of the account's venue {venue}", $"VenueMismatch: {instrument} is an instrument of {home}");
        }
    }

    private void Progress(LinePlace place, string key, JsonElement value)
    {
        string venue = Field(value, "venue"u8, place);
        KnownVenue(place, "value.venue", venue);
        int partition = value.TryGetProperty("partition"u8, out JsonElement said) ? said.GetInt32() : 0;
        OwnKey(place, key, RecordKeys.Progress(venue, partition));
    }

    private void KnownVenue(LinePlace place, string field, ReadOnlySpan<char> venue)
    {
        if (!_venuesBySpan.Contains(venue))
        {
            throw place.Fault(field, "a venue that venues.jsonl defines", venue.ToString());
        }
    }
}
