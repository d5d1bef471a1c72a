namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="OptionTerms"/>: its fields in the order of the schema.</summary>
internal static class OptionTermsCodec
{
    public static void Write(AvroWriter writer, OptionTerms value)
    {
        writer.WriteAmount(value.Strike);
        writer.WriteLong(value.ExpiryMs);
        writer.WriteEnum(value.Right);
    }

    public static OptionTerms Read(ref AvroReader reader) => new()
    {
        Strike = reader.ReadAmount(),
        ExpiryMs = reader.ReadLong(),
        Right = reader.ReadEnum<OptionRight>(),
    };
}
