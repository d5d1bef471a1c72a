using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <content>What follows for an account: steps of its episode, and its band.</content>
public sealed partial class MarginEngine
{
    private void Settle(Account account, Cause cause, IEffects effects)
    {
        if (account.IsGone)
        {
            SettleGone(account, cause, effects);
            return;
        }

        Verdict verdict = Judgement.Judge(account);
        var steps = new EpisodeWriter(account, _market, options.Partition, verdict.IsJudgeable, effects);
        AccountBand band =
            !verdict.IsJudgeable ? Hold(account, steps)
            : account.Episode is null ? SettleHealthy(account, verdict, steps)
            : SettleOpen(account, verdict, cause, steps);
        if (band != account.Band)
        {
            account.Band = band;
            string error = verdict.IsJudgeable ? "" : Judgement.WhyNot(account);
            effects.Status(new(
                account.Id, band, account.WarningPpm, _market.Frame, _market.StreamTimeMs, account.PositionOffset, steps.Assessment, error));
        }
    }

    private void SettleGone(Account account, Cause cause, IEffects effects)
    {
        if (account.Episode is not null)
        {
            new EpisodeWriter(account, _market, options.Partition, false, effects)
                .Step(EpisodeEvent.Closed, ReasonOfClose(account, cause));
        }

        if (account.Band is not null)
        {
            effects.Status(new(account.Id, null, 0, _market.Frame, _market.StreamTimeMs, account.PositionOffset, null, ""));
        }

        _accounts.Remove(account.Id);
    }

    private static AccountBand Hold(Account account, EpisodeWriter steps)
    {
        if (account.Episode is { Held: false })
        {
            steps.Step(EpisodeEvent.Held, EpisodeReason.NotJudgeable);
        }

        return AccountBand.Unknown;
    }

    private static AccountBand SettleHealthy(Account account, Verdict verdict, EpisodeWriter steps)
    {
        if (!verdict.IsLiquidatable)
        {
            return AccountBand.Healthy;
        }

        if (!verdict.HasClosable && account.Band == AccountBand.BadDebt)
        {
            return AccountBand.BadDebt;
        }

        steps.Step(EpisodeEvent.Opened, EpisodeReason.BelowMaintenance);
        return AfterStaying(account, verdict, steps);
    }

    private AccountBand SettleOpen(Account account, Verdict verdict, Cause cause, EpisodeWriter steps)
    {
        if (!verdict.IsLiquidatable && verdict.IsOut)
        {
            steps.Step(EpisodeEvent.Closed, ReasonOfClose(account, cause));
            return AccountBand.Healthy;
        }

        bool writtenOff = verdict is { IsLiquidatable: true, HasClosable: false, IsBankrupt: true };
        if (!writtenOff && ReasonToUpdate(account, cause) is { } reason)
        {
            steps.Step(EpisodeEvent.Updated, reason);
        }

        return AfterStaying(account, verdict, steps);
    }

    /// <summary>An episode that stays open may still end as bad debt, or become worse in kind.</summary>
    private static AccountBand AfterStaying(Account account, Verdict verdict, EpisodeWriter steps)
    {
        if (verdict is { IsLiquidatable: true, HasClosable: false, IsBankrupt: true })
        {
            steps.Step(EpisodeEvent.Closed, EpisodeReason.BadDebt);
            return AccountBand.BadDebt;
        }

        if (verdict.IsBankrupt && !account.Episode!.Bankrupt)
        {
            steps.Step(EpisodeEvent.Escalated, EpisodeReason.Bankrupt);
        }

        return verdict.IsBankrupt ? AccountBand.Bankrupt : AccountBand.Liquidatable;
    }

    private EpisodeReason? ReasonToUpdate(Account account, Cause cause)
    {
        EpisodeState episode = account.Episode!;
        if (episode.Held)
        {
            return EpisodeReason.Resumed;
        }

        if (cause.IsRecord)
        {
            return EpisodeReason.HoldingChanged;
        }

        return _market.StreamTimeMs >= account.RenewAtMs ? EpisodeReason.Expiry : null;
    }

    private EpisodeReason ReasonOfClose(Account account, Cause cause)
    {
        bool empty = account.Holdings.Length == 0;
        if (!cause.IsRecord)
        {
            bool terms = account.Venue.TermsFrame == _market.Frame
                || Array.Exists(account.Holdings, held => held.Instrument.TermsFrame == _market.Frame);
            return terms ? EpisodeReason.Parameters : EpisodeReason.Recovered;
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
}
