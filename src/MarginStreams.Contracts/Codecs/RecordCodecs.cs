using System.Collections.Frozen;

namespace MarginStreams.Contracts;

/// <summary>The codecs of all records.</summary>
public static class RecordCodecs
{
    /// <summary>Venues.</summary>
    public static readonly RecordCodec<Venue> Venue = new(RecordSchema.Load(1, "venue"), VenueCodec.Write, VenueCodec.Read);

    /// <summary>Instruments.</summary>
    public static readonly RecordCodec<Instrument> Instrument =
        new(RecordSchema.Load(2, "instrument"), InstrumentCodec.Write, InstrumentCodec.Read);

    /// <summary>Positions.</summary>
    public static readonly RecordCodec<Position> Position =
        new(RecordSchema.Load(3, "position", sharesTopic: true), PositionCodec.Write, PositionCodec.Read);

    /// <summary>Accounts.</summary>
    public static readonly RecordCodec<Account> Account =
        new(RecordSchema.Load(4, "account", sharesTopic: true), AccountCodec.Write, AccountCodec.Read);

    /// <summary>Progress of indexers.</summary>
    public static readonly RecordCodec<Progress> Progress =
        new(RecordSchema.Load(5, "progress", sharesTopic: true), ProgressCodec.Write, ProgressCodec.Read);

    /// <summary>Observations.</summary>
    public static readonly RecordCodec<Observation> Observation =
        new(RecordSchema.Load(6, "observation"), ObservationCodec.Write, ObservationCodec.Read);

    /// <summary>Commands.</summary>
    public static readonly RecordCodec<Command> Command = new(RecordSchema.Load(7, "command"), CommandCodec.Write, CommandCodec.Read);

    /// <summary>Frames.</summary>
    public static readonly RecordCodec<Frame> Frame = new(RecordSchema.Load(8, "frame"), FrameCodec.Write, FrameCodec.Read);

    /// <summary>Risk of venues.</summary>
    public static readonly RecordCodec<VenueRisk> VenueRisk =
        new(RecordSchema.Load(12, "venue-risk"), VenueRiskCodec.Write, VenueRiskCodec.Read);

    /// <summary>Liquidation triggers.</summary>
    public static readonly RecordCodec<LiquidationTrigger> LiquidationTrigger =
        new(RecordSchema.Load(9, "liquidation-trigger"), LiquidationTriggerCodec.Write, LiquidationTriggerCodec.Read);

    /// <summary>Live episodes.</summary>
    public static readonly RecordCodec<OpenLiquidation> OpenLiquidation =
        new(RecordSchema.Load(10, "open-liquidation"), OpenLiquidationCodec.Write, OpenLiquidationCodec.Read);

    /// <summary>Where accounts stand.</summary>
    public static readonly RecordCodec<AccountStatus> AccountStatus =
        new(RecordSchema.Load(11, "account-status"), AccountStatusCodec.Write, AccountStatusCodec.Read);

    /// <summary>Risk of markets.</summary>
    public static readonly RecordCodec<MarketRisk> MarketRisk =
        new(RecordSchema.Load(13, "market-risk"), MarketRiskCodec.Write, MarketRiskCodec.Read);

    private static readonly FrozenDictionary<string, IRecordCodec> ByNames =
        List().ToFrozenDictionary(codec => codec.Schema.Name, StringComparer.Ordinal);

    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<IRecordCodec> All { get; } = List();

    /// <summary>The codec of a record by its name, such as <c>Position</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no record of that name.</exception>
    public static IRecordCodec ByName(string name) =>
        Find(name) ?? throw new KeyNotFoundException($"expected one of {string.Join(", ", ByNames.Keys.Order())}, but it is {name}");

    /// <summary>The codec of a record by its name, or null.</summary>
    public static IRecordCodec? Find(string name) => ByNames.GetValueOrDefault(name);

    private static IRecordCodec[] List() =>
    [
        Venue, Instrument, Position, Account, Progress, Observation, Command,
        Frame, LiquidationTrigger, OpenLiquidation, AccountStatus, VenueRisk, MarketRisk,
    ];
}
