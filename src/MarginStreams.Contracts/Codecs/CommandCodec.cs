namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="Command"/>: its fields in the order of the schema.</summary>
internal static class CommandCodec
{
    public static void Write(AvroWriter writer, Command value)
    {
        writer.WriteEnum(value.Kind);
        writer.WriteString(value.Target);
        writer.WriteString(value.Reason);
        writer.WriteString(value.IssuedBy);
        writer.WriteLong(value.AtMs);
    }

    public static Command Read(ref AvroReader reader) => new()
    {
        Kind = reader.ReadEnum<CommandKind>(),
        Target = reader.ReadString(),
        Reason = reader.ReadString(),
        IssuedBy = reader.ReadString(),
        AtMs = reader.ReadLong(),
    };
}
