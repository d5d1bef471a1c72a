using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;

namespace MarginStreams.Topologies;

/// <summary>The engine's words, as they go over the wire: each by its own name, so that neither side can be renumbered unnoticed.</summary>
internal static class EnumMapping
{
    /// <summary>A step of an episode.</summary>
    public static TriggerEvent ToWire(EpisodeEvent step) => step switch
    {
        EpisodeEvent.Opened => TriggerEvent.Opened,
        EpisodeEvent.Updated => TriggerEvent.Updated,
        EpisodeEvent.Escalated => TriggerEvent.Escalated,
        EpisodeEvent.Held => TriggerEvent.Held,
        EpisodeEvent.Closed => TriggerEvent.Closed,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, null),
    };

    /// <summary>Why it was taken.</summary>
    public static TriggerReason ToWire(EpisodeReason reason) => reason switch
    {
        EpisodeReason.BelowMaintenance => TriggerReason.BelowMaintenance,
        EpisodeReason.HoldingChanged => TriggerReason.HoldingChanged,
        EpisodeReason.Expiry => TriggerReason.Expiry,
        EpisodeReason.Resumed => TriggerReason.Resumed,
        EpisodeReason.Bankrupt => TriggerReason.Bankrupt,
        EpisodeReason.NotJudgeable => TriggerReason.NotJudgeable,
        EpisodeReason.Recovered => TriggerReason.Recovered,
        EpisodeReason.Liquidated => TriggerReason.Liquidated,
        EpisodeReason.Removed => TriggerReason.Removed,
        EpisodeReason.Reorged => TriggerReason.Reorged,
        EpisodeReason.Parameters => TriggerReason.Parameters,
        EpisodeReason.BadDebt => TriggerReason.BadDebt,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>What may be done with a holding.</summary>
    public static AdviceAction ToWire(LiquidationAction action) => action switch
    {
        LiquidationAction.Close => AdviceAction.Close,
        LiquidationAction.Repay => AdviceAction.Repay,
        LiquidationAction.Seize => AdviceAction.Seize,
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    /// <summary>Where an account stands.</summary>
    public static Contracts.AccountBand ToWire(Engine.AccountBand band) => band switch
    {
        Engine.AccountBand.Unknown => Contracts.AccountBand.Unknown,
        Engine.AccountBand.Healthy => Contracts.AccountBand.Healthy,
        Engine.AccountBand.Liquidatable => Contracts.AccountBand.Liquidatable,
        Engine.AccountBand.Bankrupt => Contracts.AccountBand.Bankrupt,
        Engine.AccountBand.BadDebt => Contracts.AccountBand.BadDebt,
        _ => throw new ArgumentOutOfRangeException(nameof(band), band, null),
    };
}
