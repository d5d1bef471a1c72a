namespace MarginStreams.Engine;

/// <content>Looking at everybody: the way for frames that cross very many, or change what nobody has a slot for.</content>
public sealed partial class MarginEngine
{
    /// <summary>Everybody, in the order of memory.</summary>
    private void Scan(EpisodeWriter writer, bool isReclassified)
    {
        foreach (int account in _due)
        {
            _accounts.Row(account).Flags &= ~AccountFlags.IsDue;
        }

        _due.Clear();
        _doubtful.Clear();
        RefreshAll();
        for (int account = 0; account < _accounts.Ids.UsedMax; account++)
        {
            if (_accounts.Ids.IsUsed(account) && !IsDormant(account))
            {
                if (isReclassified)
                {
                    // The time at which advice is renewed depends on the venue's terms as well.
                    Classify(account);
                    Renew(account);
                }

                if (_accounts.Row(account).Has(AccountFlags.Awaits))
                {
                    TryEndAwait(account, mayLackSlots: true);
                }
                else if (!_regions.Stays(account) || IsToBeRenewed(account))
                {
                    _doubtful.Add(account);
                }
            }
        }

        Tell(writer);
        _regions.InBulk = true;
        for (int account = 0; account < _accounts.Ids.UsedMax; account++)
        {
            if (_accounts.Ids.IsUsed(account) && !_accounts.Row(account).Has(AccountFlags.Awaits | AccountFlags.IsDormant))
            {
                _regions.Register(account);
            }
        }

        _regions.InBulk = false;
        RebuildAll();
    }

    private void RefreshAll()
    {
        for (int i = 0; i < _market.InstrumentCount; i++)
        {
            InstrumentSlot instrument = _market.InstrumentAt(i);
            foreach (FactorSide side in instrument.Sides)
            {
                side.Refresh(instrument.Values, instrument.Venue?.Lines ?? []);
            }
        }
    }
}
