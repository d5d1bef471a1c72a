namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="LadderStep"/>: its fields in the order of the schema.</summary>
internal static class LadderStepCodec
{
    public static void Write(AvroWriter writer, LadderStep value)
    {
        writer.WriteAmount(value.Price);
        writer.WriteAmount(value.IsolatedNotional);
        writer.WriteAmount(value.CrossNotionalEstimate);
    }

    public static LadderStep Read(ref AvroReader reader) => new()
    {
        Price = reader.ReadAmount(),
        IsolatedNotional = reader.ReadAmount(),
        CrossNotionalEstimate = reader.ReadAmount(),
    };
}
