using System.Text;
using System.Text.Unicode;

namespace MarginStreams.Engine;

/// <content>
/// Taking back what another engine knew. Accounts that were taken back are dormant: they lie in the tables, but stand nowhere else, so that frames do not meet
/// them and another record of the same account costs no more than the first. At the end all of them are connected at once, at the market as it is then.
/// </content>
public sealed partial class MarginEngine
{
    private bool _isRestoring;

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> account, ReadOnlySpan<byte> state)
    {
        _isRestoring = true;
        int known = _accounts.Ids.Find(account);
        if (state.IsEmpty)
        {
            if (known >= 0)
            {
                Disconnect(known);
                _accounts.Remove(known);
            }

            return;
        }

        if (known >= 0)
        {
            Disconnect(known);
            _accounts.Clear(known);
        }
        else if (!Utf8.IsValid(account) || account.IndexOf((byte)':') <= 0)
        {
            throw new InvalidDataException($"expected the state of an account venue:rest, but its id is {Encoding.UTF8.GetString(account)}");
        }
        else
        {
            known = _accounts.Add(account, _market.VenueOf(account).Index);
        }

        _stored.Read(known, state);
        _accounts.Row(known).Flags |= AccountFlags.IsDormant;
    }

    /// <inheritdoc/>
    public void Restored()
    {
        _isRestoring = false;
        _regions.InBulk = true;
        for (int account = 0; account < _accounts.Ids.UsedMax; account++)
        {
            if (IsDormant(account))
            {
                ref AccountRow row = ref _accounts.Row(account);
                row.Flags &= ~AccountFlags.IsDormant;
                Classify(account);
                _standings.Move(account, row.Venue, (0, 0), (row.Band, _warnings[row.Warning]));
                Resume(account);
            }
        }

        _regions.InBulk = false;
        RebuildAll();
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

    private bool IsDormant(int account) => _accounts.Ids.IsUsed(account) && _accounts.Row(account).Has(AccountFlags.IsDormant);

    /// <summary>Takes an account out of everything but the tables.</summary>
    private void Disconnect(int account)
    {
        ref AccountRow row = ref _accounts.Row(account);
        if (!row.Has(AccountFlags.IsDormant))
        {
            UnregisterAll(account);
            _awaiting.Remove(account);
            _standings.Move(account, row.Venue, (row.Band, _warnings[row.Warning]), (0, 0));
            Unchange(account);
        }
    }

    /// <summary>Makes every index right after boundaries were set in bulk.</summary>
    private void RebuildAll()
    {
        for (int i = 0; i < _market.InstrumentCount; i++)
        {
            foreach (FactorSide side in _market.InstrumentAt(i).Sides)
            {
                side.Rebuild();
            }
        }
    }

    private void RefuseWhileRestoring()
    {
        if (_isRestoring)
        {
            throw new InvalidOperationException("an engine that takes states back takes no record before it is restored");
        }
    }
}
