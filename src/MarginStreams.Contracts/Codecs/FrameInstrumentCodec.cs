namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="FrameInstrument"/>: its fields in the order of the schema.</summary>
internal static class FrameInstrumentCodec
{
    public static void Write(AvroWriter writer, FrameInstrument value)
    {
        writer.WriteString(value.Instrument);
        writer.WriteOptional(value.Definition, InstrumentCodec.Write);
        writer.WriteEnum(value.Status);
        writer.WriteOptionalAmount(value.Price);
        writer.WriteOptionalAmount(value.PriceLow);
        writer.WriteOptionalAmount(value.PriceHigh);
        writer.WriteAmount(value.FundingIndex);
        writer.WriteAmount(value.DepositIndex);
        writer.WriteAmount(value.BorrowIndex);
        writer.WriteLong(value.PublishedAtMs);
        writer.WriteString(value.Source);
        writer.WriteAmount(value.Round);
        writer.WriteLong(value.SourcePartition);
        writer.WriteLong(value.SourceOffset);
    }

    public static FrameInstrument Read(ref AvroReader reader) => new()
    {
        Instrument = reader.ReadString(),
        Definition = reader.ReadOptional(InstrumentCodec.Read),
        Status = reader.ReadEnum<PriceStatus>(),
        Price = reader.ReadOptionalAmount(),
        PriceLow = reader.ReadOptionalAmount(),
        PriceHigh = reader.ReadOptionalAmount(),
        FundingIndex = reader.ReadAmount(),
        DepositIndex = reader.ReadAmount(),
        BorrowIndex = reader.ReadAmount(),
        PublishedAtMs = reader.ReadLong(),
        Source = reader.ReadString(),
        Round = reader.ReadAmount(),
        SourcePartition = reader.ReadInt(),
        SourceOffset = reader.ReadLong(),
    };
}
