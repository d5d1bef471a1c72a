using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <content>What follows for an account: steps of its episode, its band and its warning line.</content>
public sealed partial class MarginEngine
{
    private EpisodeWriter? _writer;

    private EpisodeWriter WriterFor(IEffects effects) =>
        _writer is { } writer && ReferenceEquals(writer.Effects, effects)
            ? writer
            : _writer = new EpisodeWriter(_accounts, _market, _judge, _options.Partition, effects);

    /// <summary>Settles an account; false when it is gone.</summary>
    private bool Settle(int account, Cause cause, EpisodeWriter steps)
    {
        ref AccountRow row = ref _accounts.Row(account);
        if (row.Count == 0 && _accounts.Extras(account, row)?.Attributes is null)
        {
            SettleGone(account, cause, steps);
            return false;
        }

        Verdict verdict = _judge.Decide(account);
        steps.Begin(account, verdict.IsJudgeable);
        EpisodeState? episode = _accounts.Extras(account, row)?.Episode;
        AccountBand band =
            !verdict.IsJudgeable ? Hold(episode, steps)
            : episode is null ? SettleHealthy(account, verdict, steps)
            : SettleOpen(account, episode, verdict, cause, steps);
        bool isNew = row.Band == 0;
        if (Stand(account, (byte)(band + 1), verdict.WarningPpm) && !(isNew && IsUntold(band, verdict.WarningPpm)))
        {
            string error = verdict.IsJudgeable ? "" : _judge.WhyNot(account);
            steps.Effects.Status(new(
                _accounts.Ids.Text(account),
                band,
                verdict.WarningPpm,
                _market.Frame,
                _market.StreamTimeMs,
                row.PositionOffset,
                steps.Assessment,
                error));
        }

        // A step has a new end of its advice; without one the account is in the queue already.
        if (!ReferenceEquals(episode, _accounts.Extras(account, row)?.Episode))
        {
            Change(account);
            Renew(account);
        }

        return true;
    }

    private bool IsUntold(AccountBand band, long warningPpm) =>
        !_options.TellsHealthyNewcomers && band == AccountBand.Healthy && warningPpm == 0;

    private void SettleGone(int account, Cause cause, EpisodeWriter steps)
    {
        ref AccountRow row = ref _accounts.Row(account);
        steps.Begin(account, isJudgeable: false);
        if (row.Has(AccountFlags.HasEpisode))
        {
            steps.Step(EpisodeEvent.Closed, ReasonOfClose(account, cause));
        }

        if (row.Band != 0)
        {
            steps.Effects.Status(new(_accounts.Ids.Text(account), null, 0, _market.Frame, _market.StreamTimeMs, row.PositionOffset, null, ""));
        }

        Stand(account, 0, 0);
        Remove(account);
    }

    /// <summary>Notes where an account stands; tells whether that is new.</summary>
    private bool Stand(int account, byte band, long warningPpm)
    {
        ref AccountRow row = ref _accounts.Row(account);
        long former = _warnings[row.Warning];
        if (row.Band == band && former == warningPpm)
        {
            return false;
        }

        _standings.Move(account, row.Venue, (row.Band, former), (band, warningPpm));
        row.Band = band;
        row.Warning = _warnings.NumberOf(warningPpm);
        Change(account);
        return true;
    }

    private static AccountBand Hold(EpisodeState? episode, EpisodeWriter steps)
    {
        if (episode is { Held: false })
        {
            steps.Step(EpisodeEvent.Held, EpisodeReason.NotJudgeable);
        }

        return AccountBand.Unknown;
    }

    private AccountBand SettleHealthy(int account, Verdict verdict, EpisodeWriter steps)
    {
        if (!verdict.IsLiquidatable)
        {
            return AccountBand.Healthy;
        }

        if (!verdict.HasClosable && _accounts.Row(account).Band == (byte)AccountBand.BadDebt + 1)
        {
            return AccountBand.BadDebt;
        }

        steps.Step(EpisodeEvent.Opened, EpisodeReason.BelowMaintenance);
        return AfterStaying(verdict, wasBankrupt: false, steps);
    }

    private AccountBand SettleOpen(int account, EpisodeState episode, Verdict verdict, Cause cause, EpisodeWriter steps)
    {
        if (!verdict.IsLiquidatable && verdict.IsOut)
        {
            steps.Step(EpisodeEvent.Closed, ReasonOfClose(account, cause));
            return AccountBand.Healthy;
        }

        bool writtenOff = verdict is { IsLiquidatable: true, HasClosable: false, IsBankrupt: true };
        if (!writtenOff && ReasonToUpdate(account, episode, cause) is { } reason)
        {
            steps.Step(EpisodeEvent.Updated, reason);
        }

        return AfterStaying(verdict, episode.Bankrupt, steps);
    }

    /// <summary>An episode that stays open may still end as bad debt, or become worse in kind.</summary>
    private static AccountBand AfterStaying(Verdict verdict, bool wasBankrupt, EpisodeWriter steps)
    {
        if (verdict is { IsLiquidatable: true, HasClosable: false, IsBankrupt: true })
        {
            steps.Step(EpisodeEvent.Closed, EpisodeReason.BadDebt);
            return AccountBand.BadDebt;
        }

        if (verdict.IsBankrupt && !wasBankrupt)
        {
            steps.Step(EpisodeEvent.Escalated, EpisodeReason.Bankrupt);
        }

        return verdict.IsBankrupt ? AccountBand.Bankrupt : AccountBand.Liquidatable;
    }

    private EpisodeReason? ReasonToUpdate(int account, EpisodeState episode, Cause cause) =>
        episode.Held ? EpisodeReason.Resumed
        : cause.IsRecord ? EpisodeReason.HoldingChanged
        : _market.StreamTimeMs >= RenewAtMs(account) ? EpisodeReason.Expiry
        : null;

    /// <summary>
    /// Stream-time at which the advice of an account's episode is renewed, ms: a quarter of its life before it expires, rounded down, so that the new one is
    /// there while the old one still holds. The end of time when it does not expire.
    /// </summary>
    private long RenewAtMs(int account)
    {
        ref AccountRow row = ref _accounts.Row(account);
        return _accounts.Extras(account, row)?.Episode is { ExpiresAtMs: > 0 and var expires }
            ? expires - (_market.VenueAt(row.Venue).Terms!.TriggerTtlMs / 4)
            : long.MaxValue;
    }

    /// <summary>Has the account looked at when its advice is to be renewed.</summary>
    private void Renew(int account)
    {
        if (_accounts.Row(account).Has(AccountFlags.HasEpisode) && RenewAtMs(account) is < long.MaxValue and var renewAtMs)
        {
            _renewals.Enqueue(account, renewAtMs);
        }
    }

    private EpisodeReason ReasonOfClose(int account, Cause cause)
    {
        ref AccountRow row = ref _accounts.Row(account);
        bool empty = row.Count == 0;
        if (!cause.IsRecord)
        {
            return ChangedTerms(row) ? EpisodeReason.Parameters : EpisodeReason.Recovered;
        }

        return cause switch
        {
            { IsTombstone: true } when empty => EpisodeReason.Removed,
            { Holding: HoldingCause.Liquidation or HoldingCause.Adl } => EpisodeReason.Liquidated,
            { Holding: HoldingCause.Reorg } => EpisodeReason.Reorged,
            _ when empty => EpisodeReason.Removed,
            _ => EpisodeReason.Recovered,
        };
    }

    /// <summary>Whether this frame changed the terms of the account's venue or of an instrument it holds.</summary>
    private bool ChangedTerms(in AccountRow row)
    {
        bool changed = _market.VenueAt(row.Venue).TermsFrame == _market.Frame;
        ReadOnlySpan<long> words = _accounts.Holdings(row);
        for (int place = 0; place < words.Length; place += PackedHolding.Words(PackedHolding.Widths(words[place])))
        {
            changed |= _market.InstrumentAt(PackedHolding.Instrument(words[place])).TermsFrame == _market.Frame;
        }

        return changed;
    }
}
