using System.Text.Json;

namespace MarginStreams.Contracts;

/// <summary>
/// Records as JSON, driven by their schema: fields by name in the schema's order, amounts as strings, bytes as base64, optional values bare or
/// null. The way to JSON and back gives the same bytes.
/// </summary>
public static class RecordJson
{
    /// <summary>The Avro binary of a JSON object. An amount may also be a JSON integer, which is taken digit by digit.</summary>
    /// <exception cref="RecordJsonException">
    /// An unknown field, a missing one without default, a value of another type, an amount of more than 76 digits.
    /// </exception>
    public static byte[] ToAvro(RecordSchema schema, JsonElement value)
    {
        AvroWriter writer = AvroWriter.Own();
        JsonToAvro.Write(writer, schema.Type, value);
        return writer.ToArray();
    }

    /// <summary>Writes Avro binary as a JSON object.</summary>
    /// <exception cref="WireFormatException">The bytes are not exactly one record of the schema.</exception>
    public static void Write(Utf8JsonWriter writer, RecordSchema schema, ReadOnlySpan<byte> avro)
    {
        var reader = new AvroReader(avro);
        AvroToJson.Write(writer, schema.Type, ref reader);
        reader.ExpectEnd();
    }
}
