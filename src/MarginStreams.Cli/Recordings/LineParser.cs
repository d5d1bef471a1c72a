using System.Text.Json;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Recordings;

/// <summary>Reads the lines of one topic: the envelope here, the value by its schema, then what a record must be to make sense.</summary>
internal sealed class LineParser(InputTopic topic, string file, RecordChecks checks)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly IReadOnlyList<RecordSchema> _schemas = InputTopics.Schemas(topic);

    /// <summary>The record of a line.</summary>
    /// <exception cref="RecordingException">It does not hold what it has to.</exception>
    public RecordedRecord Parse(ReadOnlyMemory<byte> line, long number)
    {
        var place = new LinePlace(file, number);
        using JsonDocument document = Document(line, place);
        Envelope envelope = Read(document.RootElement, place);
        RecordSchema? schema = Schema(envelope, place);
        byte[]? avro = schema is null ? null : ToAvro(schema, envelope.Value, place);
        checks.Check(place, topic, schema, envelope.Key!, envelope.Value);
        return new RecordedRecord(topic, envelope.TimestampMs!.Value, envelope.Partition, envelope.Offset, envelope.Key!, schema, avro);
    }

    private static JsonDocument Document(ReadOnlyMemory<byte> line, LinePlace place)
    {
        try
        {
            return JsonDocument.Parse(line, Strict);
        }
        catch (JsonException fault)
        {
            throw place.Fault("", "one JSON object a line", $"malformed JSON at byte {fault.BytePositionInLine + 1}: {Reason(fault)}");
        }
    }

    /// <summary>The reason without the position inside the line, which the message has already.</summary>
    private static string Reason(JsonException fault)
    {
        int position = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? fault.Message : fault.Message[..position];
    }

    private static Envelope Read(JsonElement root, LinePlace place)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw place.Fault("", "one JSON object a line", $"{root.ValueKind}");
        }

        var envelope = new Envelope();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            envelope.Take(property, place);
        }

        envelope.RequireComplete(place);
        return envelope;
    }

    private static byte[] ToAvro(RecordSchema schema, JsonElement value, LinePlace place)
    {
        try
        {
            return RecordJson.ToAvro(schema, value);
        }
        catch (RecordJsonException fault)
        {
            throw new RecordingException(place.File, place.Line, fault.Path.Length == 0 ? "value" : $"value.{fault.Path}", fault.Problem);
        }
    }

    private RecordSchema? Schema(Envelope envelope, LinePlace place)
    {
        RecordSchema? named = Named(envelope.Type, place);
        if (envelope.Value.ValueKind == JsonValueKind.Null)
        {
            return InputTopics.HasTombstones(topic)
                ? null
                : throw place.Fault("value", $"an object: {InputTopics.Name(topic)} has no tombstones", "null");
        }

        return named ?? (_schemas.Count == 1 ? _schemas[0] : throw place.Fault("type", TypeNames(), "no such field"));
    }

    private RecordSchema? Named(JsonElement type, LinePlace place)
    {
        if (type.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        foreach (RecordSchema schema in _schemas)
        {
            if (type.ValueKind == JsonValueKind.String && type.ValueEquals(schema.Name))
            {
                return schema;
            }
        }

        throw place.Fault("type", TypeNames(), type.GetRawText());
    }

    private string TypeNames() => string.Join(", ", _schemas.Select(schema => schema.Name)) + $" in {InputTopics.Name(topic)}";
}
