namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="TriggerHolding"/>: its fields in the order of the schema.</summary>
internal static class TriggerHoldingCodec
{
    public static void Write(AvroWriter writer, TriggerHolding value)
    {
        writer.WriteString(value.Instrument);
        writer.WriteAmount(value.Size);
        writer.WriteOptionalAmount(value.Price);
        writer.WriteAmount(value.Value);
        writer.WriteAmount(value.InitialContribution);
        writer.WriteAmount(value.Contribution);
    }

    public static TriggerHolding Read(ref AvroReader reader) => new()
    {
        Instrument = reader.ReadString(),
        Size = reader.ReadAmount(),
        Price = reader.ReadOptionalAmount(),
        Value = reader.ReadAmount(),
        InitialContribution = reader.ReadAmount(),
        Contribution = reader.ReadAmount(),
    };
}
