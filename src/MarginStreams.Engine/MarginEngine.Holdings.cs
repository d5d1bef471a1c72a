using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <content>Records of holdings.</content>
public sealed partial class MarginEngine
{
    /// <inheritdoc/>
    public RejectReason Apply(HoldingEvent holding, IEffects effects)
    {
        RefuseWhileRestoring();
        if (Refuse(holding.Account, holding.RemainingInBlock) is var refused and not RejectReason.None)
        {
            return refused;
        }

        InstrumentSlot? known = _market.Find(holding.Instrument);
        ReadOnlySpan<char> venue = holding.Account.AsSpan(0, holding.Account.IndexOf(':', StringComparison.Ordinal));
        bool isOwn = venue.SequenceEqual(known?.Terms?.Venue);
        if (holding.Holding is not null && Refuse(isOwn, holding.Holding.Size.Sign, known?.Terms) is var mismatch and not RejectReason.None)
        {
            return mismatch;
        }

        bool tombstone = holding.Holding is null;
        int account = Find(holding.Account, create: !tombstone);
        if (account >= 0)
        {
            InstrumentSlot instrument = known ?? _market.Instrument(holding.Instrument);
            if (holding.Holding is null or { Size.IsZero: true, Cost.IsZero: true, SettledIndex.IsZero: true })
            {
                Remove(account, instrument);
            }
            else
            {
                int slot = SlotOf(account, instrument, holding.Holding.Size.Sign < 0, out int place);
                _accounts.Put(account, place, instrument.Index, holding.Holding, slot);
            }

            Took(account, holding.Offset, holding.BlockNumber, holding.RemainingInBlock, Cause.Record(holding.Cause, tombstone), effects);
        }

        return RejectReason.None;
    }

    /// <inheritdoc/>
    public RejectReason Apply(in NarrowHoldingEvent holding, IEffects effects)
    {
        RefuseWhileRestoring();
        int colon = holding.Account.IndexOf((byte)':');
        if (colon <= 0 || holding.RemainingInBlock < 0)
        {
            return colon <= 0 ? RejectReason.AccountIdInvalid : RejectReason.RemainingNegative;
        }

        InstrumentSlot? instrument = _market.Find(holding.Instrument);
        bool isOwn = holding.Account[..colon].SequenceEqual(instrument?.Venue?.Utf8);
        if (Refuse(isOwn, Int128.Sign(holding.Size), instrument?.Terms) is var mismatch and not RejectReason.None)
        {
            return mismatch;
        }

        instrument ??= _market.Instrument(holding.Instrument);
        int account = _accounts.Ids.Find(holding.Account);
        if (account < 0)
        {
            account = _accounts.Add(holding.Account, _market.VenueOf(holding.Account).Index);
        }

        if (holding.IsEmpty)
        {
            Remove(account, instrument);
        }
        else
        {
            int slot = SlotOf(account, instrument, Int128.IsNegative(holding.Size), out int place);
            _accounts.Put(account, place, instrument.Index, holding, slot);
        }

        Took(account, holding.Offset, holding.BlockNumber, holding.RemainingInBlock, Cause.Record(holding.Cause, tombstone: false), effects);
        return RejectReason.None;
    }

    /// <summary>Whether an instrument of the account's own venue or of another can be held with that sign; without terms nobody knows yet.</summary>
    private static RejectReason Refuse(bool isOwn, int sign, InstrumentTerms? terms)
    {
        if (terms is null || !isOwn)
        {
            return terms is null ? RejectReason.None : RejectReason.VenueMismatch;
        }

        bool wrong = (terms.Side == InstrumentSide.Deposit && sign < 0) || (terms.Side == InstrumentSide.Debt && sign > 0);
        return wrong ? RejectReason.SideMismatch : RejectReason.None;
    }

    /// <summary>Where the account's holding of an instrument begins, or -1, and the slot that it keeps where it stays on its side.</summary>
    private int SlotOf(int account, InstrumentSlot instrument, bool isShort, out int place)
    {
        ref AccountRow row = ref _accounts.Row(account);
        place = _accounts.PlaceOf(row, instrument.Index);
        if (place < 0)
        {
            return PackedHolding.NoSlot;
        }

        long head = _accounts.Holdings(row)[place];
        bool wasShort = _accounts.IsShort(row, place);
        if (wasShort == isShort)
        {
            return PackedHolding.Slot(head);
        }

        _regions.Unregister(row, head, wasShort);
        return PackedHolding.NoSlot;
    }

    private void Remove(int account, InstrumentSlot instrument)
    {
        ref AccountRow row = ref _accounts.Row(account);
        int place = _accounts.PlaceOf(row, instrument.Index);
        if (place >= 0)
        {
            _regions.Unregister(row, _accounts.Holdings(row)[place], _accounts.IsShort(row, place));
            _accounts.RemoveAt(account, place);
        }
    }
}
