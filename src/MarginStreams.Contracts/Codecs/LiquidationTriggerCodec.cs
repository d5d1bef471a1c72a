namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="LiquidationTrigger"/>: its fields in the order of the schema.</summary>
internal static class LiquidationTriggerCodec
{
    public static void Write(AvroWriter writer, LiquidationTrigger value)
    {
        writer.WriteString(value.TriggerId);
        writer.WriteString(value.Account);
        writer.WriteString(value.Venue);
        EpisodeCodec.Write(writer, value.Episode);
        writer.WriteLong(value.Sequence);
        writer.WriteEnum(value.Event);
        writer.WriteEnum(value.Reason);
        writer.WriteLong(value.Frame);
        writer.WriteLong(value.StreamTimeMs);
        writer.WriteString(value.RuleSet);
        writer.WriteLong(value.RuleSetVersion);
        writer.WriteAmount(value.Equity);
        writer.WriteAmount(value.InitialRequirement);
        writer.WriteAmount(value.MaintenanceRequirement);
        writer.WriteAmount(value.Surplus);
        writer.WriteOptionalAmount(value.HealthFactorWad);
        writer.WriteList(value.Holdings, TriggerHoldingCodec.Write);
        TriggerInputsCodec.Write(writer, value.Inputs);
        TriggerAdviceCodec.Write(writer, value.Advice);
        writer.WriteLong(value.ExpiresAtMs);
    }

    public static LiquidationTrigger Read(ref AvroReader reader) => new()
    {
        TriggerId = reader.ReadString(),
        Account = reader.ReadString(),
        Venue = reader.ReadString(),
        Episode = EpisodeCodec.Read(ref reader),
        Sequence = reader.ReadInt(),
        Event = reader.ReadEnum<TriggerEvent>(),
        Reason = reader.ReadEnum<TriggerReason>(),
        Frame = reader.ReadLong(),
        StreamTimeMs = reader.ReadLong(),
        RuleSet = reader.ReadString(),
        RuleSetVersion = reader.ReadInt(),
        Equity = reader.ReadAmount(),
        InitialRequirement = reader.ReadAmount(),
        MaintenanceRequirement = reader.ReadAmount(),
        Surplus = reader.ReadAmount(),
        HealthFactorWad = reader.ReadOptionalAmount(),
        Holdings = reader.ReadList(TriggerHoldingCodec.Read),
        Inputs = TriggerInputsCodec.Read(ref reader),
        Advice = TriggerAdviceCodec.Read(ref reader),
        ExpiresAtMs = reader.ReadLong(),
    };
}
