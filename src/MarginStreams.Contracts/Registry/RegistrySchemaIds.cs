using System.Collections.Concurrent;
using System.Text.Json;

namespace MarginStreams.Contracts;

/// <summary>
/// Ids of a schema registry. Our schemas are registered, or looked up, at their first use; a stranger's id is asked for at its first use. Both
/// are kept, for a registry never changes them; that an id is unknown is kept for a while.
/// </summary>
public sealed class RegistrySchemaIds : ISchemaIds, IDisposable
{
    // How long an id stays unknown without asking again, and of how many that is remembered.
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(10);
    private const int UnknownMax = 1_000;

    private readonly RegistryOptions _options;
    private readonly RegistryClient _client;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<(string Topic, RecordSchema Schema), int> _ids = new();
    private readonly ConcurrentDictionary<int, string> _schemas = new();
    private readonly ConcurrentDictionary<int, DateTimeOffset> _unknown = new();

    /// <summary>Ids of the registry that the options name; nothing is asked before it is needed.</summary>
    public RegistrySchemaIds(RegistryOptions options)
        : this(options, TimeProvider.System, null)
    {
    }

    internal RegistrySchemaIds(RegistryOptions options, TimeProvider clock, HttpMessageHandler? handler)
    {
        _options = options;
        _clock = clock;
        _client = new RegistryClient(options, handler);
    }

    /// <summary>
    /// The subject of a record's schema in a topic: <c>topic-value</c> where the topic has one record, and <c>topic-full.name</c> where several
    /// share it, for the versions of one subject must be compatible with each other. Confluent calls that TopicNameStrategy and
    /// TopicRecordNameStrategy.
    /// </summary>
    public static string SubjectOf(string topic, RecordSchema schema) => schema.SharesTopic ? $"{topic}-{schema.FullName}" : $"{topic}-value";

    /// <inheritdoc/>
    /// <exception cref="SchemaRegistryException">The registry does not answer or refuses the schema.</exception>
    public int IdOf(string topic, RecordSchema schema)
    {
        if (_ids.TryGetValue((topic, schema), out int known))
        {
            return known;
        }

        string subject = SubjectOf(topic, schema);
        string path = "subjects/" + Uri.EscapeDataString(subject) + (_options.AutoRegister ? "/versions" : "");
        JsonElement answer = _client.Post(path, JsonSerializer.Serialize(new Dictionary<string, string> { ["schema"] = schema.Json }))
            ?? throw new SchemaRegistryException(
                SchemaRegistryError.Refused,
                $"subject {subject} does not have the schema of {schema.Name}: register it, or allow it to be registered");
        int id = Property(answer, "id", JsonValueKind.Number).GetInt32();
        _schemas[id] = schema.Json;
        return _ids.GetOrAdd((topic, schema), id);
    }

    /// <inheritdoc/>
    /// <exception cref="SchemaRegistryException">The registry does not answer.</exception>
    public string? SchemaOf(int id)
    {
        if (_schemas.TryGetValue(id, out string? known))
        {
            return known;
        }

        if (_unknown.TryGetValue(id, out DateTimeOffset since) && _clock.GetUtcNow() - since < UnknownFor)
        {
            return null;
        }

        // Registries count ids from 1.
        if (id > 0 && _client.Get($"schemas/ids/{id}") is { } answer)
        {
            _unknown.TryRemove(id, out _);
            return _schemas.GetOrAdd(id, Property(answer, "schema", JsonValueKind.String).GetString()!);
        }

        if (_unknown.Count >= UnknownMax)
        {
            _unknown.Clear();
        }

        _unknown[id] = _clock.GetUtcNow();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static JsonElement Property(JsonElement answer, string name, JsonValueKind kind) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind
            ? value
            : throw new SchemaRegistryException(SchemaRegistryError.AnswerUnknown, $"an answer of the schema registry has no {name}: {answer}");
}
