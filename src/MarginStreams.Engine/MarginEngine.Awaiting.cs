namespace MarginStreams.Engine;

/// <content>An account changes all at once: what is incomplete is not judged.</content>
public sealed partial class MarginEngine
{
    /// <summary>A record was applied: the account awaits the rest, or is settled.</summary>
    private void Took(Account account, long offset, long block, int remaining, Cause cause, IEffects effects)
    {
        account.PositionOffset = offset;
        long known = account.Venue.BlockNumber;
        long awaitedBlock = known > 0 && known < block ? block : 0;
        if (remaining > 0 || awaitedBlock > 0)
        {
            account.Await = new AwaitState(remaining, awaitedBlock, account.Await?.SinceFrame ?? _market.Frame);
            return;
        }

        account.Await = null;
        Settle(account, cause, effects);
    }

    /// <summary>The accounts that this frame gives something to do.</summary>
    private List<Account> DueAtFrame()
    {
        List<Account> due = [.. _accounts.Values];
        due.RemoveAll(account => !IsDue(account));
        return due;
    }

    private bool IsDue(Account account)
    {
        if (account.Await is not null)
        {
            if (!EndsAwaiting(account))
            {
                return false;
            }

            account.Await = null;
            return true;
        }

        return account.Episode is not null
            || account.Band != AccountBand.Healthy
            || (IsTouched(account) && !StaysHealthy(account));
    }

    private bool EndsAwaiting(Account account)
    {
        AwaitState awaits = account.Await!;
        if (awaits.RemainingInBlock == 0 && account.Venue.BlockNumber >= awaits.BlockNumber)
        {
            return true;
        }

        bool torn = _market.Frame - awaits.SinceFrame >= options.MaxAwaitFrames;
        TornCount += torn ? 1 : 0;
        return torn;
    }

    /// <summary>Whether this frame changed anything that the account's figures depend on.</summary>
    private bool IsTouched(Account account)
    {
        foreach (HoldingSlot held in account.Holdings)
        {
            if (held.Instrument.ChangedFrame == _market.Frame)
            {
                return true;
            }
        }

        return account.Venue.TermsFrame == _market.Frame;
    }

    private static bool StaysHealthy(Account account)
    {
        Verdict verdict = Judgement.Judge(account);
        return verdict.IsJudgeable && !verdict.IsLiquidatable;
    }
}
