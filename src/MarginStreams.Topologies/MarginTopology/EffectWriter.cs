using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>Puts the engine's effects into the open transaction.</summary>
internal sealed class EffectWriter(TopicNames topics, WireFormat wire, MarketView market, PositionPlaces places, int partition) : IEffects
{
    /// <summary>What happened since the start.</summary>
    public MarginCounts Counts { get; } = new();

    /// <summary>Where the effects of the present record go.</summary>
    public IProcessorContext? Context { get; set; }

    /// <inheritdoc/>
    public void Episode(EpisodeStep step)
    {
        LiquidationTrigger trigger = TriggerMapping.ToTrigger(step, market, places);
        byte[] key = Encoding.UTF8.GetBytes(step.Account);
        Forward(topics.LiquidationTriggers, step.StreamTimeMs, key, wire.Serialize(topics.LiquidationTriggers, RecordCodecs.LiquidationTrigger, trigger));
        byte[]? open = step.Event == EpisodeEvent.Closed
            ? null
            : wire.Serialize(topics.OpenLiquidations, RecordCodecs.OpenLiquidation, TriggerMapping.ToOpen(trigger));
        Forward(topics.OpenLiquidations, step.StreamTimeMs, key, open);
        Counts.Triggers++;
        Counts.Opened += step.Event == EpisodeEvent.Opened ? 1 : 0;
        Counts.Closed += step.Event == EpisodeEvent.Closed ? 1 : 0;

        // Somebody waits for this one.
        Context!.RequestCommit();
    }

    /// <inheritdoc/>
    public void Status(StatusChange change)
    {
        byte[]? value = change.Band is null
            ? null
            : wire.Serialize(topics.AccountStatus, RecordCodecs.AccountStatus, TriggerMapping.ToStatus(change, market, places));
        Forward(topics.AccountStatus, change.StreamTimeMs, Encoding.UTF8.GetBytes(change.Account), value);
    }

    private void Forward(string topic, long timestampMs, byte[] key, byte[]? value) =>
        Context!.Forward(new OutgoingRecord(topic, partition, timestampMs, key, value));
}
