using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace MarginStreams.Contracts;

/// <summary>
/// Values of records as Confluent's wire format: a zero byte, the schema's id as 4 bytes big-endian, Avro binary. What was written with another
/// version of a schema is resolved to ours.
/// </summary>
public sealed class WireFormat(ISchemaIds ids)
{
    private const int HeaderSize = 1 + sizeof(int);

    // What was written before there was a registry stays readable.
    private static readonly LocalSchemaIds Local = new();
    private readonly ConcurrentDictionary<int, WriterSchema> _writers = new();

    /// <summary>A record as the value of a topic.</summary>
    /// <exception cref="WireFormatException">An amount has more than 76 digits, or a string is not Unicode.</exception>
    public byte[] Serialize<T>(string topic, RecordCodec<T> codec, T record)
        where T : class
    {
        AvroWriter writer = AvroWriter.Own();
        WriteHeader(writer, ids.IdOf(topic, codec.Schema));
        codec.Write(writer, record);
        return writer.ToArray();
    }

    /// <summary>Bare Avro binary as the value of a topic.</summary>
    public byte[] Wrap(string topic, RecordSchema schema, ReadOnlySpan<byte> avro)
    {
        AvroWriter writer = AvroWriter.Own();
        WriteHeader(writer, ids.IdOf(topic, schema));
        writer.WriteRaw(avro);
        return writer.ToArray();
    }

    /// <summary>The record of a value; the topic is for the message of an error.</summary>
    /// <exception cref="WireFormatException">The value is not exactly one record of ours.</exception>
    public object Deserialize(string topic, byte[] value)
    {
        ReadOnlyMemory<byte> avro = Unwrap(topic, value, out IRecordCodec codec);
        return codec.Decode(avro.Span);
    }

    /// <summary>The bare Avro binary of a value in our schema, and the codec that reads it. Bytes of our own schema are not looked at.</summary>
    /// <exception cref="WireFormatException">The value is not of one of our schemas.</exception>
    public ReadOnlyMemory<byte> Unwrap(string topic, byte[] value, out IRecordCodec codec)
    {
        if (value.Length == 0)
        {
            throw new WireFormatException(WireError.EmptyValue, $"a value of {topic} is empty; a tombstone is null");
        }

        if (value.Length < HeaderSize || value[0] != 0)
        {
            throw new WireFormatException(
                WireError.MagicByteUnknown, $"a value of {topic} does not start with a zero byte and a schema id of 4 bytes");
        }

        WriterSchema writer = WriterOf(topic, BinaryPrimitives.ReadInt32BigEndian(value.AsSpan(1)));
        codec = writer.Codec;
        return writer.Resolve(value.AsMemory(HeaderSize));
    }

    /// <summary>The bare Avro binary of a value that was written with our own schema of a record; false for any other, and at the first of its id.</summary>
    public bool TryUnwrap(IRecordCodec codec, byte[] value, out ReadOnlySpan<byte> avro)
    {
        avro = [];
        if (value.Length < HeaderSize
            || value[0] != 0
            || !_writers.TryGetValue(BinaryPrimitives.ReadInt32BigEndian(value.AsSpan(1)), out WriterSchema? writer)
            || !writer.IsSame
            || !ReferenceEquals(writer.Codec, codec))
        {
            return false;
        }

        avro = value.AsSpan(HeaderSize);
        return true;
    }

    private WriterSchema WriterOf(string topic, int id)
    {
        if (_writers.TryGetValue(id, out WriterSchema? known))
        {
            return known;
        }

        string json = Local.SchemaOf(id)
            ?? ids.SchemaOf(id)
            ?? throw new WireFormatException(WireError.SchemaUnknown, $"a value of {topic} has the schema id {id}, which is not known");
        return _writers.GetOrAdd(id, WriterSchema.Of(id, json));
    }

    private static void WriteHeader(AvroWriter writer, int id)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], id);
        writer.WriteRaw(header);
    }
}
