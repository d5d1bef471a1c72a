using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>Takes the steps of one account's episode, keeps its state, and works out the figures only when a step needs them.</summary>
internal sealed class EpisodeWriter(Account account, MarketTable market, int partition, bool isJudgeable, IEffects effects)
{
    private Assessment? _assessment;

    /// <summary>The figures; null when the account cannot be judged.</summary>
    public Assessment? Assessment => isJudgeable ? _assessment ??= Judgement.Assess(account) : null;

    /// <summary>Takes one step.</summary>
    public void Step(EpisodeEvent happened, EpisodeReason reason)
    {
        EpisodeState? former = account.Episode;
        EpisodeId id = former?.Id ?? new EpisodeId(partition, market.Frame, account.PositionOffset);
        int sequence = (former?.Sequence ?? -1) + 1;
        long ttl = account.Venue.Terms?.TriggerTtlMs ?? 0;
        bool expires = happened != EpisodeEvent.Closed && ttl > 0;
        long expiresAtMs = expires ? market.StreamTimeMs + Math.Min(ttl, long.MaxValue - market.StreamTimeMs) : 0;
        account.Episode = happened == EpisodeEvent.Closed
            ? null
            : new EpisodeState(
                id,
                sequence,
                happened == EpisodeEvent.Held,
                happened == EpisodeEvent.Escalated || former is { Bankrupt: true },
                expiresAtMs);
        effects.Episode(new EpisodeStep(
            account.Id,
            id,
            sequence,
            happened,
            reason,
            market.Frame,
            market.StreamTimeMs,
            account.PositionOffset,
            Assessment,
            expiresAtMs));
    }
}
