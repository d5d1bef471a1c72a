namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="OpenLiquidation"/>: its fields in the order of the schema.</summary>
internal static class OpenLiquidationCodec
{
    public static void Write(AvroWriter writer, OpenLiquidation value)
    {
        writer.WriteString(value.Account);
        writer.WriteString(value.Venue);
        EpisodeCodec.Write(writer, value.Episode);
        writer.WriteString(value.TriggerId);
        writer.WriteLong(value.Sequence);
        writer.WriteEnum(value.Event);
        writer.WriteEnum(value.Reason);
        writer.WriteLong(value.Frame);
        writer.WriteLong(value.StreamTimeMs);
        writer.WriteAmount(value.Equity);
        writer.WriteAmount(value.MaintenanceRequirement);
        writer.WriteAmount(value.Surplus);
        writer.WriteLong(value.ExpiresAtMs);
    }

    public static OpenLiquidation Read(ref AvroReader reader) => new()
    {
        Account = reader.ReadString(),
        Venue = reader.ReadString(),
        Episode = EpisodeCodec.Read(ref reader),
        TriggerId = reader.ReadString(),
        Sequence = reader.ReadInt(),
        Event = reader.ReadEnum<TriggerEvent>(),
        Reason = reader.ReadEnum<TriggerReason>(),
        Frame = reader.ReadLong(),
        StreamTimeMs = reader.ReadLong(),
        Equity = reader.ReadAmount(),
        MaintenanceRequirement = reader.ReadAmount(),
        Surplus = reader.ReadAmount(),
        ExpiresAtMs = reader.ReadLong(),
    };
}
