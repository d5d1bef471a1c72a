namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="Progress"/>: its fields in the order of the schema.</summary>
internal static class ProgressCodec
{
    public static void Write(AvroWriter writer, Progress value)
    {
        writer.WriteString(value.Venue);
        writer.WriteLong(value.Partition);
        writer.WriteLong(value.CompleteThroughBlock);
        writer.WriteString(value.BlockHash);
        writer.WriteLong(value.AtMs);
    }

    public static Progress Read(ref AvroReader reader) => new()
    {
        Venue = reader.ReadString(),
        Partition = reader.ReadInt(),
        CompleteThroughBlock = reader.ReadLong(),
        BlockHash = reader.ReadString(),
        AtMs = reader.ReadLong(),
    };
}
