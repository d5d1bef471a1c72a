using System.Reflection;

namespace MarginStreams.Contracts;

/// <summary>The schema of a record, from the embedded <c>schemas/*.avsc</c>.</summary>
public sealed class RecordSchema
{
    /// <summary>The namespace of all our schemas.</summary>
    public const string Namespace = "marginstreams";

    private readonly Lazy<string> _json;
    private readonly Lazy<AvroType> _type;
    private readonly Lazy<IReadOnlyList<string>> _history;

    private RecordSchema(int number, string file)
    {
        Number = number;
        File = file;
        Name = string.Concat(file.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        _json = new(() => ReadResource($"schemas/{file}.avsc")!);
        _type = new(() => AvroTypeParser.Parse(Json));
        _history = new(() => ReadHistory(file));
    }

    /// <summary>Its number, never given to another: part of its local schema id.</summary>
    public int Number { get; }

    /// <summary>Name of its file, without the ending: <c>liquidation-trigger</c>.</summary>
    public string File { get; }

    /// <summary>Name of the record: <c>LiquidationTrigger</c>.</summary>
    public string Name { get; }

    /// <summary>Name with its namespace: <c>marginstreams.LiquidationTrigger</c>.</summary>
    public string FullName => $"{Namespace}.{Name}";

    /// <summary>Whether other records stand in the same topic.</summary>
    public bool SharesTopic { get; private init; }

    /// <summary>The schema itself.</summary>
    public string Json => _json.Value;

    /// <summary>Every version so far, the oldest first; the last is <see cref="Json"/>.</summary>
    public IReadOnlyList<string> History => _history.Value;

    /// <summary>Number of the present version, counted from 1.</summary>
    public int Version => History.Count;

    /// <summary>The schema, parsed once.</summary>
    internal AvroType Type => _type.Value;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>A schema by its number and the name of its file.</summary>
    internal static RecordSchema Load(int number, string file, bool sharesTopic = false) => new(number, file) { SharesTopic = sharesTopic };

    private static List<string> ReadHistory(string file)
    {
        var versions = new List<string>();
        while (ReadResource($"schemas/history/{file}.v{versions.Count + 1}.avsc") is { } version)
        {
            versions.Add(version);
        }

        return versions;
    }

    private static string? ReadResource(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
