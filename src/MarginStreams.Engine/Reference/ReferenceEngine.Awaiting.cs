namespace MarginStreams.Engine.Reference;

/// <content>An account changes all at once: until the rest of its block is there, and the market has reached that block, it is not judged.</content>
public sealed partial class ReferenceEngine
{
    private void RenewAwait(ReferenceAccount account, long block, int remaining)
    {
        long known = account.Venue.Block;
        bool awaitsBlock = block > 0 && known > 0 && known < block;
        account.Await = remaining > 0 || awaitsBlock
            ? new(remaining, awaitsBlock ? block : 0, account.Await?.SinceFrame ?? _market.Frame)
            : null;
    }

    /// <summary>Whether a frame leaves the account waiting.</summary>
    private bool StillAwaits(ReferenceAccount account)
    {
        if (account.Await is not { } await)
        {
            return false;
        }

        if (await.RemainingInBlock == 0 && account.Venue.Block >= await.BlockNumber)
        {
            account.Await = null;
        }
        else if (_market.Frame - await.SinceFrame >= _options.MaxAwaitFrames)
        {
            account.Await = null;
            TornCount++;
        }

        return account.Await is not null;
    }

    private void SettleUnlessAwaiting(ReferenceAccount account, Settling settling)
    {
        if (account.Await is not null)
        {
            return;
        }

        Settle(account, settling);
        if (account.IsGone)
        {
            Forget(account.Id);
        }
    }
}
