namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="TriggerAdvice"/>: its fields in the order of the schema.</summary>
internal static class TriggerAdviceCodec
{
    public static void Write(AvroWriter writer, TriggerAdvice value)
    {
        writer.WriteAmount(value.Shortfall);
        writer.WriteList(value.Options, AdviceOptionCodec.Write);
    }

    public static TriggerAdvice Read(ref AvroReader reader) => new()
    {
        Shortfall = reader.ReadAmount(),
        Options = reader.ReadList(AdviceOptionCodec.Read),
    };
}
