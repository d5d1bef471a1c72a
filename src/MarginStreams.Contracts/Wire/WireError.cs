namespace MarginStreams.Contracts;

/// <summary>Why bytes are not a record. The names are the reasons of dead letters.</summary>
public enum WireError
{
    /// <summary>No error.</summary>
    None,

    /// <summary>The value is empty, where a record was expected.</summary>
    EmptyValue,

    /// <summary>The value does not start with the wire format's zero byte and schema id.</summary>
    MagicByteUnknown,

    /// <summary>The schema of this id is not known, or describes none of our records.</summary>
    SchemaUnknown,

    /// <summary>The writer's schema describes one of our records, but in a way that ours cannot read.</summary>
    SchemaIncompatible,

    /// <summary>The bytes are not what the schema says.</summary>
    Malformed,

    /// <summary>An amount has more than 76 digits.</summary>
    AmountTooLong,

    /// <summary>Bytes follow after the record.</summary>
    TrailingBytes,
}
