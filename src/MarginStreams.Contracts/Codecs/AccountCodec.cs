namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="Account"/>: its fields in the order of the schema.</summary>
internal static class AccountCodec
{
    public static void Write(AvroWriter writer, Account value)
    {
        writer.WriteString(value.Id);
        writer.WriteString(value.Parent);
        writer.WriteString(value.Address);
        writer.WriteAmounts(value.Attributes);
        writer.WriteOptional(value.Chain, ChainPositionCodec.Write);
        writer.WriteLong(value.RemainingInBlock);
    }

    public static Account Read(ref AvroReader reader) => new()
    {
        Id = reader.ReadString(),
        Parent = reader.ReadString(),
        Address = reader.ReadString(),
        Attributes = reader.ReadAmountMap(),
        Chain = reader.ReadOptional(ChainPositionCodec.Read),
        RemainingInBlock = reader.ReadInt(),
    };
}
