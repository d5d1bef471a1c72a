using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace MarginStreams.Contracts;

/// <summary>From Avro binary to JSON.</summary>
internal static class AvroToJson
{
    // Digits and sign of the longest amount.
    private const int AmountCharsMax = Amounts.DigitsMax + 1;

    /// <summary>Writes one value of a type.</summary>
    public static void Write(Utf8JsonWriter writer, AvroType type, ref AvroReader reader)
    {
        switch (type.Kind)
        {
            case AvroKind.Boolean:
                writer.WriteBooleanValue(reader.ReadBoolean());
                break;
            case AvroKind.Int:
                writer.WriteNumberValue(reader.ReadInt());
                break;
            case AvroKind.Long:
                writer.WriteNumberValue(reader.ReadLong());
                break;
            case AvroKind.Bytes when type.IsAmount:
                WriteAmount(writer, reader.ReadBytes());
                break;
            case AvroKind.Bytes:
                writer.WriteBase64StringValue(reader.ReadBytes());
                break;
            case AvroKind.String:
                writer.WriteStringValue(reader.ReadUtf8());
                break;
            case AvroKind.Enum:
                writer.WriteStringValue(type.SymbolsEncoded[reader.ReadIndex(type.Symbols.Length)]);
                break;
            case AvroKind.Union when type.Optional is { } some:
                WriteOptional(writer, some, ref reader);
                break;
            case AvroKind.Array:
                WriteArray(writer, type.Parts[0], ref reader);
                break;
            case AvroKind.Map:
                WriteMap(writer, type.Parts[0], ref reader);
                break;
            case AvroKind.Record:
                WriteRecord(writer, type, ref reader);
                break;
            default:
                throw new NotSupportedException($"our schemas have no {type.Kind}");
        }
    }

    private static void WriteOptional(Utf8JsonWriter writer, AvroType some, ref AvroReader reader)
    {
        if (reader.ReadIsPresent())
        {
            Write(writer, some, ref reader);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void WriteRecord(Utf8JsonWriter writer, AvroType type, ref AvroReader reader)
    {
        writer.WriteStartObject();
        foreach (AvroField field in type.Fields)
        {
            writer.WritePropertyName(field.NameEncoded);
            Write(writer, field.Type, ref reader);
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, AvroType items, ref AvroReader reader)
    {
        writer.WriteStartArray();
        for (int count = reader.ReadBlock(); count > 0; count = reader.ReadBlock())
        {
            for (int i = 0; i < count; i++)
            {
                Write(writer, items, ref reader);
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, AvroType values, ref AvroReader reader)
    {
        writer.WriteStartObject();
        for (int count = reader.ReadBlock(); count > 0; count = reader.ReadBlock())
        {
            for (int i = 0; i < count; i++)
            {
                writer.WritePropertyName(reader.ReadUtf8());
                Write(writer, values, ref reader);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteAmount(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> trimmed = Amounts.TrimSign(bytes);
        if (trimmed.Length <= sizeof(long))
        {
            Span<byte> digits = stackalloc byte[AmountCharsMax];
            Amounts.ReadLong(trimmed).TryFormat(digits, out int count, default, CultureInfo.InvariantCulture);
            writer.WriteStringValue(digits[..count]);
            return;
        }

        BigInteger value = Amounts.Read(trimmed);
        Span<char> chars = stackalloc char[AmountCharsMax];
        value.TryFormat(chars, out int length, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(chars[..length]);
    }
}
