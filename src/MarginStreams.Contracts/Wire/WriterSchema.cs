using Avro;

namespace MarginStreams.Contracts;

/// <summary>A schema that somebody wrote with: the record that it describes, and how to bring its bytes into our schema.</summary>
internal abstract class WriterSchema(IRecordCodec codec)
{
    /// <summary>The codec of the record that it describes.</summary>
    public IRecordCodec Codec => codec;

    /// <summary>Whether its bytes are those of our own schema.</summary>
    public virtual bool IsSame => false;

    /// <summary>The schema with an id.</summary>
    /// <exception cref="WireFormatException">It describes none of our records, or one in a way that ours cannot read.</exception>
    public static WriterSchema Of(int id, string json) =>
        RecordCodecs.All.FirstOrDefault(own => own.Schema.Json == json) is { } same ? new SameSchema(same) : OfStranger(id, json);

    /// <summary>The bytes in our schema.</summary>
    /// <exception cref="WireFormatException">They are not what the writer's schema says.</exception>
    public abstract ReadOnlyMemory<byte> Resolve(ReadOnlyMemory<byte> avro);

    // A method of its own, so that Apache.Avro is loaded only where a stranger wrote.
    private static WriterSchema OfStranger(int id, string json)
    {
        try
        {
            AvroType type = AvroTypeParser.Parse(json);
            IRecordCodec codec = RecordCodecs.All.FirstOrDefault(own => own.Schema.FullName == type.FullName)
                ?? throw new WireFormatException(WireError.SchemaUnknown, $"schema {id} describes {Describe(type)}, which is none of our records");
            AmountScales.Check(type, codec.Schema.Type, id);
            Schema writer = Schema.Parse(PlainBytes.Of(json));
            Schema reader = Schema.Parse(PlainBytes.Of(codec.Schema.Json));
            return SchemaNormalization.ToParsingForm(writer) == SchemaNormalization.ToParsingForm(reader)
                ? new SameSchema(codec)
                : new ResolvedSchema(codec, type, writer, reader);
        }
        catch (Exception invalid) when (invalid is AvroException or FormatException)
        {
            throw new WireFormatException(WireError.SchemaIncompatible, $"schema {id} cannot be read: {invalid.Message}", invalid);
        }
    }

    private static string Describe(AvroType type) => type.FullName.Length > 0 ? type.FullName : $"a {type.Kind}";

    private sealed class SameSchema(IRecordCodec codec) : WriterSchema(codec)
    {
        public override bool IsSame => true;

        public override ReadOnlyMemory<byte> Resolve(ReadOnlyMemory<byte> avro) => avro;
    }
}
