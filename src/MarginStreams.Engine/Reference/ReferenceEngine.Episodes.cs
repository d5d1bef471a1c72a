using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <content>The steps of an episode.</content>
public sealed partial class ReferenceEngine
{
    private void Open(ReferenceAccount account, Assessment assessment, Settling settling)
    {
        var id = new EpisodeId(_options.Partition, _market.Frame, account.PositionOffset);
        account.Episode = new(id, Sequence: -1, Held: false, Bankrupt: false, ExpiresAtMs: 0);
        Step(account, EpisodeEvent.Opened, EpisodeReason.BelowMaintenance, assessment, settling);
    }

    private void Escalate(ReferenceAccount account, Assessment assessment, Settling settling)
    {
        Step(account, EpisodeEvent.Escalated, EpisodeReason.Bankrupt, assessment, settling);
        account.Episode = account.Episode! with { Bankrupt = true };
    }

    private void Close(ReferenceAccount account, EpisodeReason reason, Assessment? assessment, Settling settling)
    {
        Step(account, EpisodeEvent.Closed, reason, assessment, settling);
        account.Episode = null;
    }

    /// <summary>The next step; the episode keeps its sequence and when it expires.</summary>
    private void Step(ReferenceAccount account, EpisodeEvent what, EpisodeReason why, Assessment? assessment, Settling settling)
    {
        long expiresAtMs = what == EpisodeEvent.Closed ? 0 : ExpiresAtMs(account);
        EpisodeState episode = account.Episode! with { Sequence = account.Episode.Sequence + 1, ExpiresAtMs = expiresAtMs };
        account.Episode = episode;
        settling.Effects.Episode(new(
            account.Id,
            episode.Id,
            episode.Sequence,
            what,
            why,
            _market.Frame,
            _market.StreamTimeMs,
            account.PositionOffset,
            assessment?.WithOptions(account),
            expiresAtMs));
    }

    /// <summary>When an advice given now expires, ms; 0 where it does not. "For ever" must not overflow.</summary>
    private long ExpiresAtMs(ReferenceAccount account)
    {
        long ttlMs = TtlMs(account.Venue);
        return ttlMs <= 0 ? 0 : (long)BigInteger.Min((BigInteger)_market.StreamTimeMs + ttlMs, long.MaxValue);
    }

    /// <summary>How long an advice of a venue holds, ms; 0 where it does not expire.</summary>
    private static long TtlMs(ReferenceVenue venue) => venue.Terms?.TriggerTtlMs ?? 0;
}
