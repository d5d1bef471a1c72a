namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="AdviceOption"/>: its fields in the order of the schema.</summary>
internal static class AdviceOptionCodec
{
    public static void Write(AvroWriter writer, AdviceOption value)
    {
        writer.WriteEnum(value.Action);
        writer.WriteString(value.Instrument);
        writer.WriteString(value.OnChainId);
        writer.WriteAmount(value.SizeMax);
        writer.WriteLong(value.FeePpm);
        writer.WriteOptionalAmount(value.SizeToExit);
        writer.WriteString(value.RepaidInstrument);
        writer.WriteAmount(value.RepaidSize);
        writer.WriteOptionalAmount(value.SeizedTokens);
        writer.WriteOptionalAmount(value.RepaidTokens);
        writer.WriteOptionalAmount(value.ProtocolFeeTokens);
    }

    public static AdviceOption Read(ref AvroReader reader) => new()
    {
        Action = reader.ReadEnum<AdviceAction>(),
        Instrument = reader.ReadString(),
        OnChainId = reader.ReadString(),
        SizeMax = reader.ReadAmount(),
        FeePpm = reader.ReadLong(),
        SizeToExit = reader.ReadOptionalAmount(),
        RepaidInstrument = reader.ReadString(),
        RepaidSize = reader.ReadAmount(),
        SeizedTokens = reader.ReadOptionalAmount(),
        RepaidTokens = reader.ReadOptionalAmount(),
        ProtocolFeeTokens = reader.ReadOptionalAmount(),
    };
}
