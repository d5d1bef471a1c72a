using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <content>Settling an account: its episode and its band follow from what it holds and where the market stands.</content>
public sealed partial class ReferenceEngine
{
    /// <summary>What a settling follows, and where its effects go.</summary>
    /// <param name="ByRecord">A record of the account; else a frame.</param>
    /// <param name="IsTombstone">The record was one.</param>
    /// <param name="Cause">The record's cause.</param>
    /// <param name="Effects">Where effects go.</param>
    private readonly record struct Settling(bool ByRecord, bool IsTombstone, HoldingCause Cause, IEffects Effects);

    private void Settle(ReferenceAccount account, Settling settling)
    {
        if (account.IsGone)
        {
            SettleGone(account, settling);
            return;
        }

        (Assessment? assessment, string error) = account.Judge();
        if (assessment is null)
        {
            SettleUnjudgeable(account, settling);
            Rate(account, AccountBand.Unknown, warningPpm: 0, null, error, settling);
            return;
        }

        AccountBand band = account.Episode is null
            ? SettleWithoutEpisode(account, assessment, settling)
            : SettleWithEpisode(account, assessment, settling);
        long warningPpm = account.Venue.Book!.WarningLine(
            account.Venue.Terms!, assessment.Equity, assessment.MaintenanceSurplus, account.WarningPpm);
        Rate(account, band, warningPpm, assessment, "", settling);
    }

    /// <summary>Nothing is left: the caller removes it.</summary>
    private void SettleGone(ReferenceAccount account, Settling settling)
    {
        if (account.Episode is not null)
        {
            Close(account, CloseReason(account, settling), null, settling);
        }

        if (account.Band is not null)
        {
            settling.Effects.Status(new(account.Id, null, 0, _market.Frame, _market.StreamTimeMs, account.PositionOffset, null, ""));
        }
    }

    private void SettleUnjudgeable(ReferenceAccount account, Settling settling)
    {
        if (account.Episode is { Held: false })
        {
            Step(account, EpisodeEvent.Held, EpisodeReason.NotJudgeable, null, settling);
            account.Episode = account.Episode with { Held = true };
        }
    }

    private AccountBand SettleWithoutEpisode(ReferenceAccount account, Assessment assessment, Settling settling)
    {
        if (!assessment.IsLiquidatable)
        {
            return AccountBand.Healthy;
        }

        if (!assessment.HasClosable && account.Band == AccountBand.BadDebt)
        {
            return AccountBand.BadDebt;
        }

        Open(account, assessment, settling);
        if (!account.Venue.Book!.IsBankrupt(assessment.Equity))
        {
            return AccountBand.Liquidatable;
        }

        if (!assessment.HasClosable)
        {
            Close(account, EpisodeReason.BadDebt, assessment, settling);
            return AccountBand.BadDebt;
        }

        Escalate(account, assessment, settling);
        return AccountBand.Bankrupt;
    }

    private AccountBand SettleWithEpisode(ReferenceAccount account, Assessment assessment, Settling settling)
    {
        bool isBankrupt = account.Venue.Book!.IsBankrupt(assessment.Equity);
        if (!assessment.IsLiquidatable && assessment.IsOut)
        {
            Close(account, CloseReason(account, settling), assessment, settling);
            return AccountBand.Healthy;
        }

        if (assessment.IsLiquidatable && !assessment.HasClosable && isBankrupt)
        {
            Close(account, EpisodeReason.BadDebt, assessment, settling);
            return AccountBand.BadDebt;
        }

        if (account.Episode!.Held)
        {
            Step(account, EpisodeEvent.Updated, EpisodeReason.Resumed, assessment, settling);
            account.Episode = account.Episode with { Held = false };
        }
        else if (settling.ByRecord)
        {
            Step(account, EpisodeEvent.Updated, EpisodeReason.HoldingChanged, assessment, settling);
        }
        else if (AdviceExpires(account.Venue, account.Episode.ExpiresAtMs))
        {
            Step(account, EpisodeEvent.Updated, EpisodeReason.Expiry, assessment, settling);
        }

        if (isBankrupt && !account.Episode.Bankrupt)
        {
            Escalate(account, assessment, settling);
        }

        return isBankrupt ? AccountBand.Bankrupt : AccountBand.Liquidatable;
    }

    /// <summary>A new advice goes out when a quarter of its life is left.</summary>
    private bool AdviceExpires(ReferenceVenue venue, long expiresAtMs)
    {
        long quarterMs = TtlMs(venue) / 4;
        return expiresAtMs > 0 && _market.StreamTimeMs >= expiresAtMs - quarterMs;
    }

    /// <summary>The reason of a close that is not for bad debt.</summary>
    private EpisodeReason CloseReason(ReferenceAccount account, Settling settling)
    {
        bool isEmpty = account.Holdings.Count == 0;
        if (!settling.ByRecord)
        {
            bool isTermsChanged = account.Venue.TermsChangedAt == _market.Frame
                || account.Holdings.Values.Any(held => held.Instrument.TermsChangedAt == _market.Frame);
            return isTermsChanged ? EpisodeReason.Parameters : EpisodeReason.Recovered;
        }

        if (isEmpty && settling.IsTombstone)
        {
            return EpisodeReason.Removed;
        }

        return settling.Cause switch
        {
            HoldingCause.Liquidation or HoldingCause.Adl => EpisodeReason.Liquidated,
            HoldingCause.Reorg => EpisodeReason.Reorged,
            _ when isEmpty => EpisodeReason.Removed,
            _ => EpisodeReason.Recovered,
        };
    }

    /// <summary>The account's band and warning line; said where one of them differs from the former one.</summary>
    private void Rate(ReferenceAccount account, AccountBand band, long warningPpm, Assessment? assessment, string error, Settling settling)
    {
        if (account.Band == band && account.WarningPpm == warningPpm)
        {
            return;
        }

        bool isUntold = !_options.TellsHealthyNewcomers && account.Band is null && band == AccountBand.Healthy && warningPpm == 0;
        account.Band = band;
        account.WarningPpm = warningPpm;
        if (!isUntold)
        {
            settling.Effects.Status(
                new(account.Id, band, warningPpm, _market.Frame, _market.StreamTimeMs, account.PositionOffset, assessment, error));
        }
    }
}
