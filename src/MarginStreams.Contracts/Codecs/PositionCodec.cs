namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="Position"/>: its fields in the order of the schema.</summary>
internal static class PositionCodec
{
    public static void Write(AvroWriter writer, Position value)
    {
        writer.WriteString(value.Account);
        writer.WriteString(value.Instrument);
        writer.WriteAmount(value.Size);
        writer.WriteAmount(value.Cost);
        writer.WriteAmount(value.SettledIndex);
        writer.WriteAmounts(value.Attributes);
        writer.WriteEnum(value.Cause);
        writer.WriteOptional(value.Chain, ChainPositionCodec.Write);
        writer.WriteLong(value.RemainingInBlock);
    }

    public static Position Read(ref AvroReader reader) => new()
    {
        Account = reader.ReadString(),
        Instrument = reader.ReadString(),
        Size = reader.ReadAmount(),
        Cost = reader.ReadAmount(),
        SettledIndex = reader.ReadAmount(),
        Attributes = reader.ReadAmountMap(),
        Cause = reader.ReadEnum<PositionCause>(),
        Chain = reader.ReadOptional(ChainPositionCodec.Read),
        RemainingInBlock = reader.ReadInt(),
    };
}
