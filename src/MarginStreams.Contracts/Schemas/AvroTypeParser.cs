using System.Text.Json;

namespace MarginStreams.Contracts;

/// <summary>Parses the JSON of a schema, ours or a stranger's.</summary>
internal sealed class AvroTypeParser
{
    private readonly Dictionary<string, AvroType> _named = new(StringComparer.Ordinal);

    private AvroTypeParser()
    {
    }

    /// <summary>The type that a schema describes.</summary>
    /// <exception cref="FormatException">It is not a schema.</exception>
    public static AvroType Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return new AvroTypeParser().Parse(document.RootElement, "");
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            throw new FormatException($"not an Avro schema: {invalid.Message}", invalid);
        }
    }

    private AvroType Parse(JsonElement json, string space) => json.ValueKind switch
    {
        JsonValueKind.String => ByName(json.GetString()!, space),
        JsonValueKind.Array => new AvroType(AvroKind.Union) { Parts = [.. json.EnumerateArray().Select(branch => Parse(branch, space))] },
        _ => ParseObject(json, space),
    };

    private AvroType ParseObject(JsonElement json, string space)
    {
        JsonElement type = json.GetProperty("type");
        if (type.ValueKind != JsonValueKind.String)
        {
            return Parse(type, space);
        }

        switch (type.GetString())
        {
            case "record" or "error":
                return Named(AvroKind.Record, json, space);
            case "enum":
                return Named(AvroKind.Enum, json, space);
            case "fixed":
                return Named(AvroKind.Fixed, json, space);
            case "array":
                return new AvroType(AvroKind.Array) { Parts = [Parse(json.GetProperty("items"), space)] };
            case "map":
                return new AvroType(AvroKind.Map) { Parts = [Parse(json.GetProperty("values"), space)] };
            case "bytes":
                return new AvroType(AvroKind.Bytes) { DecimalScale = Scale(json) };
            default:
                return ByName(type.GetString()!, space);
        }
    }

    private AvroField ParseField(JsonElement json, string space)
    {
        JsonElement? value = json.TryGetProperty("default", out JsonElement element) ? element.Clone() : null;
        return new AvroField(json.GetProperty("name").GetString()!, Parse(json.GetProperty("type"), space), Text(json, "doc"), value);
    }

    private AvroType Named(AvroKind kind, JsonElement json, string space)
    {
        string name = json.GetProperty("name").GetString()!;
        string fullName = Qualify(name, json.TryGetProperty("namespace", out JsonElement element) ? element.GetString()! : space);
        string inner = fullName[..Math.Max(0, fullName.LastIndexOf('.'))];
        var type = new AvroType(kind)
        {
            FullName = fullName,
            Size = kind == AvroKind.Fixed ? json.GetProperty("size").GetInt32() : 0,
            Symbols = kind == AvroKind.Enum ? [.. json.GetProperty("symbols").EnumerateArray().Select(symbol => symbol.GetString()!)] : [],
            DecimalScale = kind == AvroKind.Fixed ? Scale(json) : null,
            Fields = kind == AvroKind.Record ? [.. json.GetProperty("fields").EnumerateArray().Select(field => ParseField(field, inner))] : [],
        };

        // Known from here on only: a type that holds itself has no depth, and is refused.
        _named[fullName] = type;
        return type;
    }

    private AvroType ByName(string name, string space) => name switch
    {
        "null" => new AvroType(AvroKind.Null),
        "boolean" => new AvroType(AvroKind.Boolean),
        "int" => new AvroType(AvroKind.Int),
        "long" => new AvroType(AvroKind.Long),
        "float" => new AvroType(AvroKind.Float),
        "double" => new AvroType(AvroKind.Double),
        "bytes" => new AvroType(AvroKind.Bytes),
        "string" => new AvroType(AvroKind.String),
        _ => _named.GetValueOrDefault(Qualify(name, space))
            ?? _named.GetValueOrDefault(name)
            ?? throw new FormatException($"the type {name} is not known here"),
    };

    private static string Qualify(string name, string space) =>
        name.Contains('.', StringComparison.Ordinal) || space.Length == 0 ? name : $"{space}.{name}";

    private static int? Scale(JsonElement json) =>
        Text(json, "logicalType") != "decimal" ? null : json.TryGetProperty("scale", out JsonElement scale) ? scale.GetInt32() : 0;

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement element) ? element.GetString() ?? "" : "";
}
