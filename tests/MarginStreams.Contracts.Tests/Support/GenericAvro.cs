global using RecordSchemaOfAvro = Avro.RecordSchema;
using Avro;
using Avro.Generic;
using Avro.IO;

namespace MarginStreams.Contracts.Tests;

/// <summary>Apache.Avro's own generic reader and writer: the judge of ours.</summary>
internal static class GenericAvro
{
    private static readonly Dictionary<string, Schema> Schemas =
        RecordCodecs.All.ToDictionary(codec => codec.Schema.Name, codec => Schema.Parse(codec.Schema.Json));

    public static Schema SchemaOf(string name) => Schemas[name];

    public static byte[] Write(Schema schema, object? value)
    {
        using var stream = new MemoryStream();
        new GenericDatumWriter<object?>(schema).Write(value, new BinaryEncoder(stream));
        return stream.ToArray();
    }

    public static object? Read(Schema writer, Schema reader, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        object? value = new GenericDatumReader<object?>(writer, reader).Read(null, new BinaryDecoder(stream));
        Assert.Equal(bytes.Length, stream.Position);
        return value;
    }
}
