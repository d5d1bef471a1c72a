namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="FrameVenue"/>: its fields in the order of the schema.</summary>
internal static class FrameVenueCodec
{
    public static void Write(AvroWriter writer, FrameVenue value)
    {
        writer.WriteString(value.Venue);
        writer.WriteOptional(value.Definition, VenueCodec.Write);
        writer.WriteEnum(value.State);
        writer.WriteLong(value.BlockNumber);
    }

    public static FrameVenue Read(ref AvroReader reader) => new()
    {
        Venue = reader.ReadString(),
        Definition = reader.ReadOptional(VenueCodec.Read),
        State = reader.ReadEnum<VenueState>(),
        BlockNumber = reader.ReadLong(),
    };
}
