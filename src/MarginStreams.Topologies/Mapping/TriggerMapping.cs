using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;

namespace MarginStreams.Topologies;

/// <summary>Effects of the engine, as they go over the wire.</summary>
internal static class TriggerMapping
{
    /// <summary>A step of an episode.</summary>
    public static LiquidationTrigger ToTrigger(EpisodeStep step, MarketView market, PositionPlaces places)
    {
        string venue = MarketView.VenueOf(step.Account);
        Venue? definition = market.Venue(venue);
        Assessment? figures = step.Assessment;
        EpisodeId episode = places.Of(step.Episode);
        return new LiquidationTrigger
        {
            TriggerId = TriggerIds.Of(step.Account, episode, step.Sequence),
            Account = step.Account,
            Venue = venue,
            Episode = ToWire(episode),
            Sequence = step.Sequence,
            Event = EnumMapping.ToWire(step.Event),
            Reason = EnumMapping.ToWire(step.Reason),
            Frame = step.Frame,
            StreamTimeMs = step.StreamTimeMs,
            RuleSet = definition?.RuleSet ?? "",
            RuleSetVersion = definition?.RuleSetVersion ?? 0,
            Equity = Shown(figures?.Equity),
            InitialRequirement = Shown(figures?.InitialRequirement),
            MaintenanceRequirement = Shown(figures?.MaintenanceRequirement),
            Surplus = Shown(figures?.MaintenanceSurplus),
            HealthFactorWad = ShownOrNone(figures?.HealthFactorWad),
            Holdings = figures is null ? [] : [.. figures.Holdings.Select(ToWire)],
            Inputs = InputsOf(figures, places.Of(step.PositionOffset), market),
            Advice = figures is null || step.Event == EpisodeEvent.Closed ? new TriggerAdvice() : Advice(figures, market),
            ExpiresAtMs = step.ExpiresAtMs,
        };
    }

    /// <summary>The records that a judgement came from.</summary>
    public static TriggerInputs InputsOf(Assessment? figures, (int Partition, long Offset) position, MarketView market) => new()
    {
        PositionPartition = position.Partition,
        PositionOffset = position.Offset,
        FrameOffset = market.FrameOffset,
        Sources = figures is null ? [] : [.. figures.Holdings.Select(held => market.SourceOf(held.Instrument)).OfType<TriggerSource>()],
    };

    /// <summary>The live episode after a step.</summary>
    public static OpenLiquidation ToOpen(LiquidationTrigger trigger) => new()
    {
        Account = trigger.Account,
        Venue = trigger.Venue,
        Episode = trigger.Episode,
        TriggerId = trigger.TriggerId,
        Sequence = trigger.Sequence,
        Event = trigger.Event,
        Reason = trigger.Reason,
        Frame = trigger.Frame,
        StreamTimeMs = trigger.StreamTimeMs,
        Equity = trigger.Equity,
        MaintenanceRequirement = trigger.MaintenanceRequirement,
        Surplus = trigger.Surplus,
        ExpiresAtMs = trigger.ExpiresAtMs,
    };

    /// <summary>An account's status.</summary>
    public static AccountStatus ToStatus(StatusChange change, MarketView market, PositionPlaces places)
    {
        (int partition, long offset) = places.Of(change.PositionOffset);
        Assessment? figures = change.Assessment;
        return new AccountStatus
        {
            Account = change.Account,
            Venue = MarketView.VenueOf(change.Account),
            Band = EnumMapping.ToWire(change.Band!.Value),
            WarningPpm = change.WarningPpm,
            Equity = Shown(figures?.Equity),
            InitialRequirement = Shown(figures?.InitialRequirement),
            MaintenanceRequirement = Shown(figures?.MaintenanceRequirement),
            RatioPpm = figures is null ? null : RatioPpm(figures),
            LeveragePpm = figures is null ? null : market.LeveragePpm(figures),
            Frame = change.Frame,
            StreamTimeMs = change.StreamTimeMs,
            PositionPartition = partition,
            PositionOffset = offset,
            Error = change.Error,
        };
    }

    /// <summary>Equity over maintenance requirement, rounded down: never shown better than it is.</summary>
    private static long? RatioPpm(Assessment figures) =>
        figures.MaintenanceRequirement.Sign <= 0
            ? null
            : Clamp(ExactMath.DivideFloor(figures.Equity * 1_000_000, figures.MaintenanceRequirement));

    /// <summary>
    /// An amount of the wire ends at 76 digits. What is decided is exact whatever its length; what is shown of a figure beyond is the largest amount with its
    /// sign, because a position that makes no sense must not keep everybody else from being judged.
    /// </summary>
    internal static BigInteger Shown(BigInteger? figure) =>
        BigInteger.Min(Amounts.Largest, BigInteger.Max(-Amounts.Largest, figure ?? BigInteger.Zero));

    private static BigInteger? ShownOrNone(BigInteger? figure) => figure is null ? null : Shown(figure);

    private static long Clamp(BigInteger value) => (long)BigInteger.Min(long.MaxValue, BigInteger.Max(long.MinValue, value));

    private static Episode ToWire(EpisodeId id) => new() { Partition = id.Partition, Frame = id.Frame, PositionOffset = id.PositionOffset };

    private static TriggerHolding ToWire(HoldingAssessment held) => new()
    {
        Instrument = held.Instrument,
        Size = held.Size,
        Price = held.Price,
        Value = Shown(held.Value),
        InitialContribution = Shown(held.Initial),
        Contribution = Shown(held.Maintenance),
    };

    private static TriggerAdvice Advice(Assessment figures, MarketView market) => new()
    {
        Shortfall = Shown(BigInteger.Max(BigInteger.Zero, -figures.Equity)),
        Options = [.. figures.Options.Select(option => ToWire(option, market))],
    };

    private static AdviceOption ToWire(LiquidationOption option, MarketView market) => new()
    {
        Action = EnumMapping.ToWire(option.Action),
        Instrument = option.Instrument,
        OnChainId = market.Instrument(option.Instrument)?.OnChainId ?? "",
        SizeMax = Shown(option.SizeMax),
        FeePpm = option.FeePpm,
        SizeToExit = ShownOrNone(option.SizeToExit),
        RepaidInstrument = option.RepaidInstrument,
        RepaidSize = Shown(option.RepaidSize),
        SeizedTokens = ShownOrNone(option.SeizedTokens),
        RepaidTokens = ShownOrNone(option.RepaidTokens),
        ProtocolFeeTokens = ShownOrNone(option.ProtocolFeeTokens),
    };
}
