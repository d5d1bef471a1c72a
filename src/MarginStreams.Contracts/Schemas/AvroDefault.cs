using System.Text;
using System.Text.Json;

namespace MarginStreams.Contracts;

/// <summary>Default values of fields, in Avro's own JSON: bytes are a string of the characters 0 to 255, a union takes its first branch.</summary>
internal static class AvroDefault
{
    /// <summary>The value as Avro binary.</summary>
    /// <exception cref="FormatException">It is not a value of the type.</exception>
    public static byte[] Encode(AvroType type, JsonElement value)
    {
        var writer = new AvroWriter();
        Write(writer, type, value);
        return writer.ToArray();
    }

    private static void Write(AvroWriter writer, AvroType type, JsonElement value)
    {
        switch (type.Kind)
        {
            case AvroKind.Null:
                break;
            case AvroKind.Boolean:
                writer.WriteBoolean(value.GetBoolean());
                break;
            case AvroKind.Int or AvroKind.Long:
                writer.WriteLong(value.GetInt64());
                break;
            case AvroKind.Float:
                writer.WriteRaw(BitConverter.GetBytes(value.GetSingle()));
                break;
            case AvroKind.Double:
                writer.WriteRaw(BitConverter.GetBytes(value.GetDouble()));
                break;
            case AvroKind.Bytes:
                writer.WriteBytes(Encoding.Latin1.GetBytes(value.GetString()!));
                break;
            case AvroKind.Fixed:
                writer.WriteRaw(Encoding.Latin1.GetBytes(value.GetString()!));
                break;
            case AvroKind.String:
                writer.WriteString(value.GetString()!);
                break;
            case AvroKind.Enum:
                int index = Array.IndexOf(type.Symbols, value.GetString()!);
                writer.WriteLong(index >= 0 ? index : throw new FormatException($"{type.FullName} has no symbol {value}"));
                break;
            case AvroKind.Union:
                writer.WriteLong(0);
                Write(writer, type.Parts[0], value);
                break;
            default:
                WriteNested(writer, type, value);
                break;
        }
    }

    private static void WriteNested(AvroWriter writer, AvroType type, JsonElement value)
    {
        if (type.Kind == AvroKind.Record)
        {
            foreach (AvroField field in type.Fields)
            {
                if (value.TryGetProperty(field.Name, out JsonElement own))
                {
                    Write(writer, field.Type, own);
                }
                else
                {
                    writer.WriteRaw(field.Default ?? throw new FormatException($"the default of a {type.FullName} lacks {field.Name}"));
                }
            }

            return;
        }

        int count = type.Kind == AvroKind.Array ? value.GetArrayLength() : value.EnumerateObject().Count();
        if (count > 0)
        {
            writer.WriteLong(count);
            if (type.Kind == AvroKind.Array)
            {
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(writer, type.Parts[0], item);
                }
            }
            else
            {
                foreach (JsonProperty entry in value.EnumerateObject())
                {
                    writer.WriteString(entry.Name);
                    Write(writer, type.Parts[0], entry.Value);
                }
            }
        }

        writer.WriteLong(0);
    }
}
