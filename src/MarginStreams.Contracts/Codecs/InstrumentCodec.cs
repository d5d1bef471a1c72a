namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="Instrument"/>: its fields in the order of the schema.</summary>
internal static class InstrumentCodec
{
    public static void Write(AvroWriter writer, Instrument value)
    {
        writer.WriteString(value.Id);
        writer.WriteString(value.Venue);
        writer.WriteEnum(value.Kind);
        writer.WriteEnum(value.Side);
        writer.WriteString(value.Underlying);
        writer.WriteString(value.SettlementAsset);
        writer.WriteLong(value.SizeExponent);
        writer.WriteLong(value.PriceExponent);
        writer.WriteAmount(value.Multiplier);
        writer.WriteBoolean(value.Inverse);
        writer.WriteMap(value.Feeds, static (writer, text) => writer.WriteString(text));
        writer.WriteOptional(value.Option, OptionTermsCodec.Write);
        writer.WriteAmounts(value.Parameters);
        writer.WriteMap(value.Tables, static (writer, list) => writer.WriteAmounts(list));
        writer.WriteAmounts(value.OraclePolicy);
        writer.WriteString(value.OnChainId);
        writer.WriteLong(value.EffectiveAtMs);
    }

    public static Instrument Read(ref AvroReader reader) => new()
    {
        Id = reader.ReadString(),
        Venue = reader.ReadString(),
        Kind = reader.ReadEnum<InstrumentKind>(),
        Side = reader.ReadEnum<InstrumentSide>(),
        Underlying = reader.ReadString(),
        SettlementAsset = reader.ReadString(),
        SizeExponent = reader.ReadInt(),
        PriceExponent = reader.ReadInt(),
        Multiplier = reader.ReadAmount(),
        Inverse = reader.ReadBoolean(),
        Feeds = reader.ReadMap(static (ref AvroReader reader) => reader.ReadString()),
        Option = reader.ReadOptional(OptionTermsCodec.Read),
        Parameters = reader.ReadAmountMap(),
        Tables = reader.ReadMap(static (ref AvroReader reader) => reader.ReadAmounts()),
        OraclePolicy = reader.ReadAmountMap(),
        OnChainId = reader.ReadString(),
        EffectiveAtMs = reader.ReadLong(),
    };
}
