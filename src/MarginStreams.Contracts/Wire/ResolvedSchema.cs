using Avro;
using Avro.Generic;
using Avro.IO;

namespace MarginStreams.Contracts;

/// <summary>A writer's schema that differs from ours: its bytes are checked, resolved by Avro's rules, and written again in our schema.</summary>
internal sealed class ResolvedSchema : WriterSchema
{
    private readonly AvroType _type;
    private readonly GenericDatumReader<object> _reader;
    private readonly GenericDatumWriter<object> _writer;

    public ResolvedSchema(IRecordCodec codec, AvroType type, Schema writer, Schema reader)
        : base(codec)
    {
        if (!reader.CanRead(writer))
        {
            throw new AvroException($"our schema of {codec.Schema.Name} cannot read it");
        }

        _type = type;
        _reader = new(writer, reader);
        _writer = new(reader);
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Resolve(ReadOnlyMemory<byte> avro)
    {
        // Avro's own decoder believes every length it reads, so nothing reaches it unchecked.
        AvroCheck.Check(_type, avro.Span);
        try
        {
            object record = _reader.Read(null!, new BinaryDecoder(new MemoryStream(avro.ToArray())));
            using var stream = new MemoryStream();
            _writer.Write(record, new BinaryEncoder(stream));
            return stream.ToArray();
        }
        catch (Exception invalid) when (invalid is AvroException or InvalidCastException or OverflowException or ArgumentException)
        {
            string message = $"a {Codec.Schema.Name} cannot be brought into our schema: {invalid.Message}";
            throw new WireFormatException(WireError.Malformed, message, invalid);
        }
    }
}
