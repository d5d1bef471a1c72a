namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="Observation"/>: its fields in the order of the schema.</summary>
internal static class ObservationCodec
{
    public static void Write(AvroWriter writer, Observation value)
    {
        writer.WriteString(value.Feed);
        writer.WriteString(value.Source);
        writer.WriteAmount(value.Round);
        writer.WriteEnum(value.Name);
        writer.WriteAmount(value.Value);
        writer.WriteOptionalAmount(value.Low);
        writer.WriteOptionalAmount(value.High);
        writer.WriteOptionalAmount(value.Confidence);
        writer.WriteAmounts(value.Vector);
        writer.WriteLong(value.PublishedAtMs);
        writer.WriteOptional(value.Chain, ChainPositionCodec.Write);
        writer.WriteOptional(value.Proof, static (writer, bytes) => writer.WriteBytes(bytes));
    }

    public static Observation Read(ref AvroReader reader) => new()
    {
        Feed = reader.ReadString(),
        Source = reader.ReadString(),
        Round = reader.ReadAmount(),
        Name = reader.ReadEnum<ObservationName>(),
        Value = reader.ReadAmount(),
        Low = reader.ReadOptionalAmount(),
        High = reader.ReadOptionalAmount(),
        Confidence = reader.ReadOptionalAmount(),
        Vector = reader.ReadAmounts(),
        PublishedAtMs = reader.ReadLong(),
        Chain = reader.ReadOptional(ChainPositionCodec.Read),
        Proof = reader.ReadOptional(static (ref AvroReader reader) => reader.ReadBytes().ToArray()),
    };
}
