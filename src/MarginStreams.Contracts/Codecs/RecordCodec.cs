namespace MarginStreams.Contracts;

/// <summary>Turns records into bare Avro binary and back, by code for each record; safe for use by several threads.</summary>
public sealed class RecordCodec<T> : IRecordCodec
    where T : class
{
    private readonly AvroWrite<T> _write;
    private readonly AvroRead<T> _read;

    internal RecordCodec(RecordSchema schema, AvroWrite<T> write, AvroRead<T> read)
    {
        Schema = schema;
        _write = write;
        _read = read;
    }

    /// <inheritdoc/>
    public RecordSchema Schema { get; }

    /// <inheritdoc/>
    public Type RecordType => typeof(T);

    /// <summary>The record as Avro binary.</summary>
    /// <exception cref="WireFormatException">An amount has more than 76 digits, or a string is not Unicode.</exception>
    public byte[] Encode(T record)
    {
        AvroWriter writer = AvroWriter.Own();
        _write(writer, record);
        return writer.ToArray();
    }

    /// <summary>The record of Avro binary.</summary>
    /// <exception cref="WireFormatException">The bytes are not exactly one record.</exception>
    public T Decode(ReadOnlySpan<byte> avro)
    {
        var reader = new AvroReader(avro);
        T record = _read(ref reader);
        reader.ExpectEnd();
        return record;
    }

    /// <inheritdoc/>
    byte[] IRecordCodec.Encode(object record) => Encode((T)record);

    /// <inheritdoc/>
    object IRecordCodec.Decode(ReadOnlySpan<byte> avro) => Decode(avro);

    /// <summary>Writes the record behind what a writer holds.</summary>
    internal void Write(AvroWriter writer, T record) => _write(writer, record);
}
