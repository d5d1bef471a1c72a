namespace MarginStreams.Contracts;

/// <summary>What a schema's type is.</summary>
internal enum AvroKind
{
    Null, Boolean, Int, Long, Float, Double, Bytes, String, Fixed, Enum, Array, Map, Union, Record,
}
