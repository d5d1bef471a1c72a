using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <content>
/// A frame: the whole of it is applied, then whoever was crossed is looked at, then what came of it is told in ordinal order of account, and then they are
/// registered again. Where a large share is crossed, everybody is looked at in the order of memory instead.
/// </content>
public sealed partial class MarginEngine
{
    /// <summary>One in this many accounts crossed makes the scan of all the cheaper way.</summary>
    private const int ScanShare = 8;

    /// <summary>Fewer than this are never a reason to scan.</summary>
    private const int ScanLeast = 64;

    /// <summary>With more than this many to look at, nobody is registered before everything is told.</summary>
    private const int DeferLeast = 256;

    private readonly List<InstrumentSlot> _moved = [];
    private readonly List<InstrumentSlot> _reformed = [];
    private readonly List<int> _due = [];
    private readonly List<int> _doubtful = [];
    private readonly List<int> _restored = [];
    private readonly PriorityQueue<int, long> _renewals = new();
    private int[] _crossed = new int[ScanLeast];

    /// <summary>How many frames looked at every account.</summary>
    public long ScanCount { get; private set; }

    /// <summary>How many accounts were measured since the start, by frames and records.</summary>
    public long MeasuredCount => _regions.MeasuredCount;

    /// <inheritdoc/>
    public void Apply(MarketFrame frame, IEffects effects)
    {
        bool venueTerms = _market.ApplyVenues(frame);
        bool all = ApplyInstruments(frame, venueTerms) | venueTerms;
        CollectDue();
        if (!all)
        {
            all = !TryCollectCrossed();
        }

        EpisodeWriter writer = WriterFor(effects);
        if (all)
        {
            ScanCount++;
            Scan(writer, venueTerms);
        }
        else
        {
            LookAtDue(writer);
        }
    }

    private void AddDue(int account)
    {
        ref AccountRow row = ref _accounts.Row(account);
        if (!row.Has(AccountFlags.IsDue))
        {
            row.Flags |= AccountFlags.IsDue;
            _due.Add(account);
        }
    }

    /// <summary>Whoever is to be looked at for another reason than a move of the market.</summary>
    private void CollectDue()
    {
        foreach (int account in _awaiting)
        {
            AddDue(account);
        }

        foreach (int account in _restored)
        {
            if (_accounts.Ids.IsUsed(account))
            {
                AddDue(account);
            }
        }

        _restored.Clear();
        while (_renewals.TryPeek(out int account, out long renewAtMs) && renewAtMs <= _market.StreamTimeMs)
        {
            _renewals.Dequeue();
            if (_accounts.Ids.IsUsed(account) && RenewAtMs(account) <= _market.StreamTimeMs)
            {
                AddDue(account);
            }
        }
    }

    /// <summary>Pops what the moved instruments crossed; false when it is too much for that way.</summary>
    private bool TryCollectCrossed()
    {
        int room = Math.Max(ScanLeast, _accounts.Ids.Count / ScanShare);
        if (_crossed.Length < room)
        {
            _crossed = GC.AllocateUninitializedArray<int>(Math.Max(room, 2 * _crossed.Length), pinned: true);
        }

        bool fits = _due.Count < room;
        foreach (InstrumentSlot instrument in _moved)
        {
            foreach (FactorSide side in instrument.Sides)
            {
                bool isReshaped = side.Refresh(instrument.Values, instrument.Venue?.Lines ?? []);
                if (fits)
                {
                    Span<int> into = _crossed.AsSpan(0, room);
                    int count = isReshaped ? side.PopAll(into) : side.PopCrossed(into);
                    fits = count < into.Length;
                    foreach (int account in into[..count])
                    {
                        AddDue(account);
                    }

                    fits &= _due.Count < room;
                }
            }
        }

        return fits;
    }

    private void LookAtDue(EpisodeWriter writer)
    {
        bool defer = _due.Count > DeferLeast;
        _doubtful.Clear();
        for (int i = 0; i < _due.Count; i++)
        {
            int account = _due[i];
            ref AccountRow row = ref _accounts.Row(account);
            row.Flags &= ~AccountFlags.IsDue;
            if (row.Has(AccountFlags.Awaits))
            {
                _due[i] = TryEndAwait(account, _reformed.Count > 0) ? account : -1;
            }
            else if (_regions.Stays(account) && !IsToBeRenewed(account))
            {
                if (!defer)
                {
                    _regions.Register(account, true);
                    _due[i] = -1;
                }
            }
            else
            {
                _doubtful.Add(account);
            }
        }

        Tell(writer);
        foreach (int account in _due)
        {
            if (account >= 0 && _accounts.Ids.IsUsed(account))
            {
                _regions.Register(account);
            }
        }

        _due.Clear();
    }

    /// <summary>An account whose waiting this frame ends is settled whatever the bounds say.</summary>
    private bool TryEndAwait(int account, bool mayLackSlots)
    {
        bool ends = EndsAwaiting(account);
        if (ends)
        {
            _doubtful.Add(account);
        }
        else if (mayLackSlots)
        {
            // New terms took its slots, or what had no factor has one now.
            _regions.EnrollUnheard(account);
        }

        return ends;
    }

    private bool IsToBeRenewed(int account) =>
        _accounts.Row(account).Has(AccountFlags.HasEpisode) && RenewAtMs(account) <= _market.StreamTimeMs;

    /// <summary>Settles the doubtful in ordinal order of account; those who await something are those who do not any more.</summary>
    private void Tell(EpisodeWriter writer)
    {
        if (_doubtful.Count > 1)
        {
            _doubtful.Sort(ByText);
        }

        foreach (int account in _doubtful)
        {
            EndAwait(account);
            Settle(account, Cause.Frame, writer);
        }
    }
}
