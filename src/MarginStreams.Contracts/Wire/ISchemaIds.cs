namespace MarginStreams.Contracts;

/// <summary>Which number stands for which schema on the wire; safe for use by several threads.</summary>
public interface ISchemaIds
{
    /// <summary>The id under which a record of this schema is written to a topic.</summary>
    int IdOf(string topic, RecordSchema schema);

    /// <summary>The JSON of the schema with an id, or null when there is none.</summary>
    string? SchemaOf(int id);
}
