using System.Text;

namespace MarginStreams.Engine;

/// <content>Taking back what another engine knew.</content>
public sealed partial class MarginEngine
{
    /// <inheritdoc/>
    public void Restore(AccountState account)
    {
        int known = Find(account.Account, create: false);
        if (known >= 0)
        {
            Forget(known);
        }

        known = Find(account.Account, create: true);
        foreach ((string instrument, Holding holding) in account.Holdings)
        {
            Replace(known, instrument, holding);
        }

        _accounts.SetExtras(known, extras => (extras.Attributes, extras.Episode, extras.Await) = (account.Attributes, account.Episode, account.Await));
        Classify(known);
        _accounts.Row(known).PositionOffset = account.PositionOffset;
        Stand(known, account.Band is { } band ? (byte)(band + 1) : (byte)0, account.WarningPpm);
        Resume(known);
    }

    /// <summary>An account that is back is registered; where it is not certain that it stays as it was, it is looked at in the next frame.</summary>
    private void Resume(int account)
    {
        if (_accounts.Row(account).Has(AccountFlags.Awaits))
        {
            _awaiting.Add(account);
            _regions.EnrollUnheard(account);
        }
        else
        {
            bool stays = _regions.Stays(account);
            _regions.Register(account, stays);
            if (!stays)
            {
                _restored.Add(account);
            }
        }

        if (_accounts.Row(account).Has(AccountFlags.HasEpisode) && _market.VenueAt(_accounts.Row(account).Venue).Terms is not null)
        {
            Renew(account);
        }
    }

    private void Forget(int account)
    {
        UnregisterAll(account);
        _awaiting.Remove(account);
        Stand(account, 0, 0);
        _accounts.Remove(account);
    }
}
