using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Configuring;

/// <summary>Ids of a registry that is part of the cluster: when it does not answer, a task fails as with a broker that does not, and is tried again.</summary>
internal sealed class ClusterSchemaIds(ISchemaIds registry) : ISchemaIds
{
    /// <inheritdoc/>
    public int IdOf(string topic, RecordSchema schema) => Ask(() => registry.IdOf(topic, schema));

    /// <inheritdoc/>
    public string? SchemaOf(int id) => Ask(() => registry.SchemaOf(id));

    private static T Ask<T>(Func<T> question)
    {
        try
        {
            return question();
        }
        catch (SchemaRegistryException failure) when (failure.Error == SchemaRegistryError.Unreachable)
        {
            throw new LogUnreachableException(failure.Message, failure);
        }
    }
}
