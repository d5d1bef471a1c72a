namespace MarginStreams.Contracts;

/// <summary>Turns records of one type into bare Avro binary and back.</summary>
public interface IRecordCodec
{
    /// <summary>The schema that it writes and reads.</summary>
    RecordSchema Schema { get; }

    /// <summary>The type of its records.</summary>
    Type RecordType { get; }

    /// <summary>The record as Avro binary.</summary>
    byte[] Encode(object record);

    /// <summary>The record of Avro binary.</summary>
    /// <exception cref="WireFormatException">The bytes are not exactly one record.</exception>
    object Decode(ReadOnlySpan<byte> avro);
}
