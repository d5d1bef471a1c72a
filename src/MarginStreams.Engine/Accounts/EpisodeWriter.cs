using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>Takes the steps of one account's episode, keeps its state, and works out the figures only when a step needs them.</summary>
internal sealed class EpisodeWriter(AccountTable accounts, MarketTable market, Judge judge, int partition, IEffects effects)
{
    private Assessment? _assessment;
    private bool _isJudgeable;
    private int _account;

    /// <summary>The figures; null when the account cannot be judged.</summary>
    public Assessment? Assessment => _isJudgeable ? _assessment ??= judge.Assess(_account) : null;

    /// <summary>Where the effects go.</summary>
    public IEffects Effects => effects;

    /// <summary>The next steps are those of another account.</summary>
    public void Begin(int account, bool isJudgeable)
    {
        (_account, _isJudgeable, _assessment) = (account, isJudgeable, null);
    }

    /// <summary>Takes one step.</summary>
    public void Step(EpisodeEvent happened, EpisodeReason reason)
    {
        ref AccountRow row = ref accounts.Row(_account);
        EpisodeState? former = accounts.Extras(_account, row)?.Episode;
        EpisodeId id = former?.Id ?? new EpisodeId(partition, market.Frame, row.PositionOffset);
        int sequence = (former?.Sequence ?? -1) + 1;
        long ttl = market.VenueAt(row.Venue).Terms?.TriggerTtlMs ?? 0;
        bool expires = happened != EpisodeEvent.Closed && ttl > 0;
        long expiresAtMs = expires ? market.StreamTimeMs + Math.Min(ttl, long.MaxValue - market.StreamTimeMs) : 0;
        bool wasBankrupt = former is { Bankrupt: true };
        EpisodeState? now = happened == EpisodeEvent.Closed
            ? null
            : new EpisodeState(id, sequence, happened == EpisodeEvent.Held, happened == EpisodeEvent.Escalated || wasBankrupt, expiresAtMs);
        accounts.SetExtras(_account, extras => extras.Episode = now);
        effects.Episode(new EpisodeStep(
            accounts.Ids.Text(_account),
            id,
            sequence,
            happened,
            reason,
            market.Frame,
            market.StreamTimeMs,
            row.PositionOffset,
            Assessment,
            expiresAtMs));
    }
}
