namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="Episode"/>: its fields in the order of the schema.</summary>
internal static class EpisodeCodec
{
    public static void Write(AvroWriter writer, Episode value)
    {
        writer.WriteLong(value.Partition);
        writer.WriteLong(value.Frame);
        writer.WriteLong(value.PositionOffset);
    }

    public static Episode Read(ref AvroReader reader) => new()
    {
        Partition = reader.ReadInt(),
        Frame = reader.ReadLong(),
        PositionOffset = reader.ReadLong(),
    };
}
