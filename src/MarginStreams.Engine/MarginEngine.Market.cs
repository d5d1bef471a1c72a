using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <content>The market side of a frame, and what new terms mean for those who hold the instrument.</content>
public sealed partial class MarginEngine
{
    /// <summary>Takes the instruments; tells whether something changed that nobody has a slot for.</summary>
    private bool ApplyInstruments(MarketFrame frame, bool venueTerms)
    {
        bool all = false;
        _moved.Clear();
        _reformed.Clear();
        for (int i = 0; i < frame.Instruments.Count; i++)
        {
            InstrumentChange change = frame.Instruments[i];
            InstrumentSlot slot = _market.Instrument(change.Instrument);
            if (change.Terms is not null)
            {
                slot.Replace(change.Terms, frame.Number);
                _reformed.Add(slot);
            }

            if (slot.Replace(change.Values))
            {
                _moved.Add(slot);
            }
        }

        if (venueTerms)
        {
            // A venue's numeraire and rule set are part of each of its instruments' rules.
            _reformed.Clear();
            for (int place = 0; place < _market.InstrumentCount; place++)
            {
                _reformed.Add(_market.InstrumentAt(place));
            }
        }

        foreach (InstrumentSlot slot in _reformed)
        {
            all |= Reform(slot);
        }

        foreach (InstrumentSlot slot in _moved)
        {
            if (!slot.HasFactor)
            {
                slot.Unfix();
                all = true;
            }
        }

        return all;
    }

    /// <summary>New rules: whoever holds the instrument has no slot any more and is looked at. True where they are not known, as they have no slots.</summary>
    private bool Reform(InstrumentSlot slot)
    {
        if (slot.Terms is null)
        {
            return false;
        }

        bool wasFixed = !slot.HasFactor;
        foreach (FactorSide side in slot.Sides)
        {
            for (int chunk = 0; chunk < side.Falling.ChunkCount; chunk++)
            {
                foreach (int owner in side.Falling.Owners(chunk))
                {
                    if (owner >= 0)
                    {
                        Detach(owner, slot);
                    }
                }
            }
        }

        slot.Rebuild(_market.Venue(slot.Terms.Venue));
        return wasFixed || !slot.HasFactor;
    }

    private void Detach(int account, InstrumentSlot instrument)
    {
        ref AccountRow row = ref _accounts.Row(account);
        Span<long> words = _accounts.Holdings(row);
        int place = _accounts.PlaceOf(row, instrument.Index);
        words[place] = PackedHolding.WithSlot(words[place], PackedHolding.NoSlot);
        AddDue(account);
    }
}
