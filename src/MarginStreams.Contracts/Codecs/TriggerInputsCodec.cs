namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="TriggerInputs"/>: its fields in the order of the schema.</summary>
internal static class TriggerInputsCodec
{
    public static void Write(AvroWriter writer, TriggerInputs value)
    {
        writer.WriteLong(value.PositionPartition);
        writer.WriteLong(value.PositionOffset);
        writer.WriteLong(value.FrameOffset);
        writer.WriteList(value.Sources, TriggerSourceCodec.Write);
    }

    public static TriggerInputs Read(ref AvroReader reader) => new()
    {
        PositionPartition = reader.ReadInt(),
        PositionOffset = reader.ReadLong(),
        FrameOffset = reader.ReadLong(),
        Sources = reader.ReadList(TriggerSourceCodec.Read),
    };
}
