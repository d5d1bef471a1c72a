namespace MarginStreams.Contracts;

/// <summary>
/// Fixed ids, for use without a schema registry, valid for every topic: 0x4D53 ("MS"), a byte for the version and a byte for the record's
/// number. They are so large that no registry hands out the same.
/// </summary>
public sealed class LocalSchemaIds : ISchemaIds
{
    private const int Mark = 0x4D53_0000;

    /// <inheritdoc/>
    public int IdOf(string topic, RecordSchema schema) => IdOf(schema, schema.Version);

    /// <inheritdoc/>
    public string? SchemaOf(int id)
    {
        int version = id >> 8 & 0xFF;
        int index = (id & 0xFF) - 1;
        if ((id & ~0xFFFF) != Mark || index < 0 || index >= RecordCodecs.All.Count)
        {
            return null;
        }

        RecordSchema schema = RecordCodecs.All[index].Schema;
        return version == 0 || version > schema.Version ? null : schema.History[version - 1];
    }

    /// <summary>The id of a version of a schema.</summary>
    public static int IdOf(RecordSchema schema, int version) => Mark | version << 8 | schema.Number;
}
