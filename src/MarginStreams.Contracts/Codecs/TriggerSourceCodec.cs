namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="TriggerSource"/>: its fields in the order of the schema.</summary>
internal static class TriggerSourceCodec
{
    public static void Write(AvroWriter writer, TriggerSource value)
    {
        writer.WriteString(value.Instrument);
        writer.WriteString(value.Source);
        writer.WriteAmount(value.Round);
        writer.WriteLong(value.Partition);
        writer.WriteLong(value.Offset);
    }

    public static TriggerSource Read(ref AvroReader reader) => new()
    {
        Instrument = reader.ReadString(),
        Source = reader.ReadString(),
        Round = reader.ReadAmount(),
        Partition = reader.ReadInt(),
        Offset = reader.ReadLong(),
    };
}
