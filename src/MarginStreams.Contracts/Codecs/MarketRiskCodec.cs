namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="MarketRisk"/>: its fields in the order of the schema.</summary>
internal static class MarketRiskCodec
{
    public static void Write(AvroWriter writer, MarketRisk value)
    {
        writer.WriteString(value.Instrument);
        writer.WriteLong(value.Partition);
        writer.WriteLong(value.Frame);
        writer.WriteLong(value.StreamTimeMs);
        writer.WriteAmount(value.LongSize);
        writer.WriteAmount(value.ShortSize);
        writer.WriteList(value.Ladder, LadderStepCodec.Write);
    }

    public static MarketRisk Read(ref AvroReader reader) => new()
    {
        Instrument = reader.ReadString(),
        Partition = reader.ReadInt(),
        Frame = reader.ReadLong(),
        StreamTimeMs = reader.ReadLong(),
        LongSize = reader.ReadAmount(),
        ShortSize = reader.ReadAmount(),
        Ladder = reader.ReadList(LadderStepCodec.Read),
    };
}
