namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="VenueRisk"/>: its fields in the order of the schema.</summary>
internal static class VenueRiskCodec
{
    public static void Write(AvroWriter writer, VenueRisk value)
    {
        writer.WriteString(value.Venue);
        writer.WriteLong(value.Partition);
        writer.WriteLong(value.Frame);
        writer.WriteLong(value.StreamTimeMs);
        writer.WriteAmount(value.Requirement);
        writer.WriteAmount(value.RequirementBelow);
    }

    public static VenueRisk Read(ref AvroReader reader) => new()
    {
        Venue = reader.ReadString(),
        Partition = reader.ReadInt(),
        Frame = reader.ReadLong(),
        StreamTimeMs = reader.ReadLong(),
        Requirement = reader.ReadAmount(),
        RequirementBelow = reader.ReadAmount(),
    };
}
