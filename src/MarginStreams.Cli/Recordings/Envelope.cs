using System.Text.Json;

namespace MarginStreams.Cli.Recordings;

/// <summary>The fields around a record's value.</summary>
internal struct Envelope()
{
    public long? TimestampMs { get; private set; }

    public int Partition { get; private set; } = -1;

    public long Offset { get; private set; } = -1;

    public string? Key { get; private set; }

    /// <summary>Undefined where it was left out.</summary>
    public JsonElement Type { get; private set; }

    /// <summary>Null for a tombstone.</summary>
    public JsonElement Value { get; private set; }

    /// <summary>Takes one field.</summary>
    public void Take(JsonProperty field, LinePlace place)
    {
        if (field.NameEquals("timestampMs"u8))
        {
            TimestampMs = Count(field.Value, long.MaxValue, "timestampMs", place);
        }
        else if (field.NameEquals("type"u8))
        {
            Type = field.Value;
        }
        else if (field.NameEquals("key"u8))
        {
            Key = JsonText.Of(field.Value, "key", place);
        }
        else if (field.NameEquals("value"u8))
        {
            Value = field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Null
                ? field.Value
                : throw place.Fault("value", "an object or null", field.Value.GetRawText());
        }
        else if (field.NameEquals("partition"u8))
        {
            Partition = (int)Count(field.Value, int.MaxValue, "partition", place);
        }
        else if (field.NameEquals("offset"u8))
        {
            Offset = Count(field.Value, long.MaxValue, "offset", place);
        }
        else
        {
            throw place.Fault(field.Name, "one of timestampMs, type, key, value, partition, offset", "an unknown field");
        }
    }

    /// <summary>Complains about the first field that is missing.</summary>
    public readonly void RequireComplete(LinePlace place)
    {
        string? missing = TimestampMs is null ? "timestampMs" : Key is null ? "key" : Value.ValueKind == JsonValueKind.Undefined ? "value" : null;
        if (missing is not null)
        {
            throw place.Fault(missing, "the field", "no such field");
        }
    }

    private static long Count(JsonElement value, long max, string field, LinePlace place) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count) && count >= 0 && count <= max
            ? count
            : throw place.Fault(field, $"an integer from 0 to {max}", value.GetRawText());
}
