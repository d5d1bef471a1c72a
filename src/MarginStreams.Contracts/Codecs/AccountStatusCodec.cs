namespace MarginStreams.Contracts;

/// <summary>Avro binary of <see cref="AccountStatus"/>: its fields in the order of the schema.</summary>
internal static class AccountStatusCodec
{
    public static void Write(AvroWriter writer, AccountStatus value)
    {
        writer.WriteString(value.Account);
        writer.WriteString(value.Venue);
        writer.WriteEnum(value.Band);
        writer.WriteLong(value.WarningPpm);
        writer.WriteAmount(value.Equity);
        writer.WriteAmount(value.InitialRequirement);
        writer.WriteAmount(value.MaintenanceRequirement);
        writer.WriteOptionalLong(value.RatioPpm);
        writer.WriteOptionalLong(value.LeveragePpm);
        writer.WriteLong(value.Frame);
        writer.WriteLong(value.StreamTimeMs);
        writer.WriteLong(value.PositionPartition);
        writer.WriteLong(value.PositionOffset);
        writer.WriteString(value.Error);
    }

    public static AccountStatus Read(ref AvroReader reader) => new()
    {
        Account = reader.ReadString(),
        Venue = reader.ReadString(),
        Band = reader.ReadEnum<AccountBand>(),
        WarningPpm = reader.ReadLong(),
        Equity = reader.ReadAmount(),
        InitialRequirement = reader.ReadAmount(),
        MaintenanceRequirement = reader.ReadAmount(),
        RatioPpm = reader.ReadOptionalLong(),
        LeveragePpm = reader.ReadOptionalLong(),
        Frame = reader.ReadLong(),
        StreamTimeMs = reader.ReadLong(),
        PositionPartition = reader.ReadInt(),
        PositionOffset = reader.ReadLong(),
        Error = reader.ReadString(),
    };
}
