using System.Text;
using System.Text.Json;

namespace MarginStreams.Contracts;

/// <summary>From JSON to Avro binary.</summary>
internal static class JsonToAvro
{
    /// <summary>Writes one value of a type.</summary>
    /// <exception cref="RecordJsonException">It is not one.</exception>
    public static void Write(AvroWriter writer, AvroType type, JsonElement value)
    {
        switch (type.Kind)
        {
            case AvroKind.Boolean:
                writer.WriteBoolean(value.ValueKind is JsonValueKind.True or JsonValueKind.False
                    ? value.ValueKind == JsonValueKind.True
                    : throw JsonScalars.Unexpected("true or false", value));
                break;
            case AvroKind.Int:
                writer.WriteLong(JsonScalars.Integer(value, int.MinValue, int.MaxValue));
                break;
            case AvroKind.Long:
                writer.WriteLong(JsonScalars.Integer(value, long.MinValue, long.MaxValue));
                break;
            case AvroKind.Bytes when type.IsAmount:
                JsonScalars.WriteAmount(writer, value);
                break;
            case AvroKind.Bytes:
                writer.WriteBytes(JsonScalars.Base64(value));
                break;
            case AvroKind.String:
                JsonScalars.WriteString(writer, value);
                break;
            case AvroKind.Enum:
                writer.WriteLong(JsonScalars.Symbol(type, value));
                break;
            case AvroKind.Union when type.Optional is { } some:
                WriteOptional(writer, some, value);
                break;
            case AvroKind.Array:
                WriteArray(writer, type.Parts[0], value);
                break;
            case AvroKind.Map:
                WriteMap(writer, type.Parts[0], value);
                break;
            case AvroKind.Record:
                WriteRecord(writer, type, value);
                break;
            default:
                throw new NotSupportedException($"our schemas have no {type.Kind}");
        }
    }

    private static void WriteOptional(AvroWriter writer, AvroType some, JsonElement value)
    {
        writer.WriteLong(value.ValueKind == JsonValueKind.Null ? 0 : 1);
        if (value.ValueKind != JsonValueKind.Null)
        {
            Write(writer, some, value);
        }
    }

    /// <summary>Fields mostly come in the schema's order; where they do not, each is looked up.</summary>
    private static void WriteRecord(AvroWriter writer, AvroType type, JsonElement value)
    {
        Expect(JsonValueKind.Object, "an object", value);
        int found = 0;
        JsonElement.ObjectEnumerator inOrder = value.EnumerateObject();
        bool more = inOrder.MoveNext();
        foreach (AvroField field in type.Fields)
        {
            JsonElement own;
            bool isNext = more && inOrder.Current.NameEquals(field.NameUtf8);
            if (isNext)
            {
                own = inOrder.Current.Value;
                more = inOrder.MoveNext();
            }
            else if (!value.TryGetProperty(field.NameUtf8, out own))
            {
                writer.WriteRaw(field.Default ?? throw new RecordJsonException(field.Name, "this field is missing, and it has no default"));
                continue;
            }

            found++;
            WriteAt(writer, field.Type, own, field.Name);
        }

        if (found != value.GetPropertyCount())
        {
            throw Surplus(type, value);
        }
    }

    private static void WriteArray(AvroWriter writer, AvroType items, JsonElement value)
    {
        Expect(JsonValueKind.Array, "an array", value);
        int count = value.GetArrayLength();
        if (count > 0)
        {
            writer.WriteLong(count);
            int i = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                WriteItem(writer, items, item, i++);
            }
        }

        writer.WriteLong(0);
    }

    private static void WriteMap(AvroWriter writer, AvroType values, JsonElement value)
    {
        Expect(JsonValueKind.Object, "an object", value);
        int count = value.GetPropertyCount();
        if (count > 0)
        {
            writer.WriteLong(count);
            HashSet<string>? names = count > 1 ? new(count, StringComparer.Ordinal) : null;
            foreach (JsonProperty entry in value.EnumerateObject())
            {
                string name = JsonScalars.Name(entry);
                if (names?.Add(name) == false)
                {
                    throw new RecordJsonException(name, "this name stands twice");
                }

                writer.WriteString(name);
                WriteAt(writer, values, entry.Value, name);
            }
        }

        writer.WriteLong(0);
    }

    private static void WriteAt(AvroWriter writer, AvroType type, JsonElement value, string name)
    {
        try
        {
            Write(writer, type, value);
        }
        catch (RecordJsonException inner)
        {
            throw inner.Under(name);
        }
    }

    private static void WriteItem(AvroWriter writer, AvroType type, JsonElement value, int index)
    {
        try
        {
            Write(writer, type, value);
        }
        catch (RecordJsonException inner)
        {
            throw inner.Under($"[{index}]");
        }
    }

    private static void Expect(JsonValueKind kind, string what, JsonElement value)
    {
        if (value.ValueKind != kind)
        {
            throw JsonScalars.Unexpected(what, value);
        }
    }

    private static RecordJsonException Surplus(AvroType type, JsonElement value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string name = JsonScalars.Name(property);
            if (type.Fields.All(field => field.Name != name))
            {
                return new RecordJsonException(name, $"unknown field: expected one of {string.Join(", ", type.Fields.Select(field => field.Name))}");
            }

            if (!names.Add(name))
            {
                return new RecordJsonException(name, "this field stands twice");
            }
        }

        throw new InvalidOperationException("every field is known and stands once, but they are too many");
    }
}
