namespace MarginStreams.Engine;

/// <content>An account changes all at once: what is incomplete is not judged.</content>
public sealed partial class MarginEngine
{
    private readonly HashSet<int> _awaiting = [];

    /// <summary>A record was applied: the account awaits the rest, or is settled.</summary>
    private void Took(int account, long offset, long block, int remaining, Cause cause, IEffects effects)
    {
        ref AccountRow row = ref _accounts.Row(account);
        row.PositionOffset = offset;
        Change(account);
        long known = _market.VenueAt(row.Venue).BlockNumber;
        long awaitedBlock = known > 0 && known < block ? block : 0;
        if (remaining > 0 || awaitedBlock > 0)
        {
            var awaits = new AwaitState(remaining, awaitedBlock, _accounts.Extras(account, row)?.Await?.SinceFrame ?? _market.Frame);
            _accounts.SetExtras(account, extras => extras.Await = awaits);
            _awaiting.Add(account);
            _regions.EnrollUnheard(account);
            return;
        }

        EndAwait(account);
        if (IsQuiet(row) && _regions.Stays(account))
        {
            _regions.Register(account, true);
        }
        else if (Settle(account, cause, WriterFor(effects)))
        {
            _regions.Register(account);
        }
    }

    /// <summary>
    /// Whether nothing follows from a record as long as the account stays healthy and on its side of every line: it is there, and in no episode.
    /// </summary>
    private static bool IsQuiet(in AccountRow row) =>
        row.Count > 0 && row.Band == (byte)AccountBand.Healthy + 1 && !row.Has(AccountFlags.HasEpisode);

    private void EndAwait(int account)
    {
        if (_accounts.Row(account).Has(AccountFlags.Awaits))
        {
            _accounts.SetExtras(account, extras => extras.Await = null);
            _awaiting.Remove(account);
            Change(account);
        }
    }

    /// <summary>Whether this frame ends the waiting of an account.</summary>
    private bool EndsAwaiting(int account)
    {
        ref AccountRow row = ref _accounts.Row(account);
        AwaitState awaits = _accounts.Extras(account, row)!.Await!;
        if (awaits.RemainingInBlock == 0 && _market.VenueAt(row.Venue).BlockNumber >= awaits.BlockNumber)
        {
            return true;
        }

        bool torn = _market.Frame - awaits.SinceFrame >= _options.MaxAwaitFrames;
        TornCount += torn ? 1 : 0;
        return torn;
    }
}
