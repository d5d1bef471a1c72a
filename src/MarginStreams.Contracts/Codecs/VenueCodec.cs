namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="Venue"/>: its fields in the order of the schema.</summary>
internal static class VenueCodec
{
    public static void Write(AvroWriter writer, Venue value)
    {
        writer.WriteString(value.Id);
        writer.WriteEnum(value.Role);
        writer.WriteString(value.RuleSet);
        writer.WriteLong(value.RuleSetVersion);
        writer.WriteString(value.Numeraire);
        writer.WriteLong(value.NumeraireExponent);
        writer.WriteLong(value.ChainId);
        writer.WriteString(value.Contract);
        writer.WriteString(value.SyncGroup);
        writer.WriteEnum(value.Accrual);
        writer.WriteAmounts(value.Parameters);
        writer.WriteList(value.Bands, static (writer, number) => writer.WriteLong(number));
        writer.WriteLong(value.BandHysteresisPpm);
        writer.WriteLong(value.BreakerMovePpm);
        writer.WriteLong(value.BreakerWindowMs);
        writer.WriteLong(value.BreakerSharePpm);
        writer.WriteLong(value.BreakerMaxMs);
        writer.WriteLong(value.GraceFrames);
        writer.WriteLong(value.GraceMs);
        writer.WriteLong(value.TriggerTtlMs);
        writer.WriteLong(value.MaxPositionLagMs);
        writer.WriteLong(value.EffectiveAtMs);
    }

    public static Venue Read(ref AvroReader reader) => new()
    {
        Id = reader.ReadString(),
        Role = reader.ReadEnum<VenueRole>(),
        RuleSet = reader.ReadString(),
        RuleSetVersion = reader.ReadInt(),
        Numeraire = reader.ReadString(),
        NumeraireExponent = reader.ReadInt(),
        ChainId = reader.ReadLong(),
        Contract = reader.ReadString(),
        SyncGroup = reader.ReadString(),
        Accrual = reader.ReadEnum<Accrual>(),
        Parameters = reader.ReadAmountMap(),
        Bands = reader.ReadList(static (ref AvroReader reader) => reader.ReadLong()),
        BandHysteresisPpm = reader.ReadLong(),
        BreakerMovePpm = reader.ReadLong(),
        BreakerWindowMs = reader.ReadLong(),
        BreakerSharePpm = reader.ReadLong(),
        BreakerMaxMs = reader.ReadLong(),
        GraceFrames = reader.ReadLong(),
        GraceMs = reader.ReadLong(),
        TriggerTtlMs = reader.ReadLong(),
        MaxPositionLagMs = reader.ReadLong(),
        EffectiveAtMs = reader.ReadLong(),
    };
}
