namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="ChainPosition"/>: its fields in the order of the schema.</summary>
internal static class ChainPositionCodec
{
    public static void Write(AvroWriter writer, ChainPosition value)
    {
        writer.WriteLong(value.ChainId);
        writer.WriteLong(value.BlockNumber);
        writer.WriteString(value.BlockHash);
        writer.WriteLong(value.LogIndex);
        writer.WriteString(value.TxHash);
        writer.WriteEnum(value.Finality);
    }

    public static ChainPosition Read(ref AvroReader reader) => new()
    {
        ChainId = reader.ReadLong(),
        BlockNumber = reader.ReadLong(),
        BlockHash = reader.ReadString(),
        LogIndex = reader.ReadInt(),
        TxHash = reader.ReadString(),
        Finality = reader.ReadEnum<Finality>(),
    };
}
