using MarginStreams.Risk.Linear;

namespace MarginStreams.Engine;

/// <summary>
/// What a frame reads of every account, side by side in memory: enough to see that nothing happens to it. It holds the holdings of accounts that are healthy
/// and await nothing, as screens need them; what it does not hold, or what a bound does not settle, must be looked at.
/// </summary>
internal sealed class ScanTable
{
    private const int Unknown = -1;
    private const int RowsMin = 64;
    private readonly List<Account> _accounts = [];
    private Row[] _rows = new Row[RowsMin];
    private Entry[] _entries = [];
    private int _used;

    /// <summary>Takes a new account, of which nothing is known.</summary>
    public void Add(Account account)
    {
        account.Row = _accounts.Count;
        _accounts.Add(account);
        if (account.Row == _rows.Length)
        {
            Array.Resize(ref _rows, 2 * account.Row);
        }

        _rows[account.Row] = new Row { Count = Unknown };
    }

    /// <summary>Drops an account; the last one takes its row.</summary>
    public void Remove(Account account)
    {
        int last = _accounts.Count - 1;
        Account moved = _accounts[last];
        _accounts[account.Row] = moved;
        _rows[account.Row] = _rows[last];
        moved.Row = account.Row;
        _accounts.RemoveAt(last);
    }

    /// <summary>Something of the account changed: it must be looked at.</summary>
    public void Forget(Account account) => _rows[account.Row].Count = Unknown;

    /// <summary>Every account must be looked at.</summary>
    public void ForgetAll()
    {
        foreach (ref Row row in _rows.AsSpan(0, _accounts.Count))
        {
            row.Count = Unknown;
        }
    }

    /// <summary>The accounts of which it is not certain that they stay healthy.</summary>
    public List<Account> Doubtful(ReadOnlySpan<ScreenSlot> screens)
    {
        var doubtful = new List<Account>();
        for (int row = 0; row < _accounts.Count; row++)
        {
            if (!IsCertainlyAbove(ref _rows[row], screens))
            {
                doubtful.Add(_accounts[row]);
            }
        }

        return doubtful;
    }

    /// <summary>Learns a healthy account that is not known, and tells whether it is certain that it can be judged and is not liquidatable.</summary>
    public bool IsCertainlyAbove(Account account, ReadOnlySpan<ScreenSlot> screens) =>
        _rows[account.Row].Count == Unknown && TryLearn(account) && IsCertainlyAbove(ref _rows[account.Row], screens);

    private bool IsCertainlyAbove(ref Row row, ReadOnlySpan<ScreenSlot> screens)
    {
        if (row.Count == Unknown)
        {
            return false;
        }

        long least = 0;
        foreach (ref readonly Entry entry in _entries.AsSpan(row.First, row.Count))
        {
            ref readonly ScreenSlot slot = ref screens[entry.Instrument];
            if (slot.RulesVersion != entry.RulesVersion || slot.Screen is not { } screen || !screen.TryBound(entry.Holding, out long bound))
            {
                row.Count = Unknown;
                return false;
            }

            least = unchecked(least + bound);
        }

        return least >= 0;
    }

    private bool TryLearn(Account account)
    {
        HoldingSlot[] holdings = account.Holdings;
        if (account.Venue.Rules is null || holdings.Length > LinearScreen.HoldingsMax)
        {
            return false;
        }

        Span<Entry> entries = Room(ref _rows[account.Row], holdings.Length);
        for (int i = 0; i < holdings.Length; i++)
        {
            HoldingSlot held = holdings[i];
            InstrumentSlot instrument = held.Instrument;
            if (!Judgement.IsOfVenue(held, account) || instrument.Rules is not { } rules
                || LinearScreenHolding.Create(rules, held.Exact.Size, held.Exact.Cost, held.Exact.SettledIndex) is not { } holding)
            {
                return false;
            }

            entries[i] = new(holding, instrument.Index, instrument.RulesVersion);
        }

        _rows[account.Row].Count = holdings.Length;
        return true;
    }

    private Span<Entry> Room(ref Row row, int count)
    {
        if (row.Capacity < count)
        {
            row.Capacity = 0;
            if (_used + count > _entries.Length)
            {
                Repack(count);
            }

            row.First = _used;
            row.Capacity = count;
            _used += count;
        }

        return _entries.AsSpan(row.First, count);
    }

    /// <summary>Moves the entries together in the order of the rows, with room for as many again.</summary>
    private void Repack(int more)
    {
        Span<Row> rows = _rows.AsSpan(0, _accounts.Count);
        int live = more;
        foreach (Row row in rows)
        {
            live += row.Capacity;
        }

        var packed = new Entry[2 * live];
        _used = 0;
        foreach (ref Row row in rows)
        {
            _entries.AsSpan(row.First, row.Capacity).CopyTo(packed.AsSpan(_used));
            row.First = _used;
            _used += row.Capacity;
        }

        _entries = packed;
    }

    private struct Row
    {
        /// <summary>Where its entries begin, how many there are or <see cref="Unknown"/>, and how many there is room for.</summary>
        public int First, Count, Capacity;
    }

    private readonly record struct Entry(LinearScreenHolding Holding, int Instrument, int RulesVersion);
}
