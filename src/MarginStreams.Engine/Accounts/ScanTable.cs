using System.Numerics;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Engine;

/// <summary>
/// What a frame reads of every account, side by side in memory: enough to see that nothing happens to it. It holds the holdings of accounts that await
/// nothing and were settled as they are, as screens need them; what it does not hold, or what bounds do not settle, must be looked at.
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

    /// <summary>The accounts of which it is not certain that a frame leaves them as they are.</summary>
    public List<Account> Doubtful(ReadOnlySpan<ScreenSlot> screens, long streamTimeMs)
    {
        var doubtful = new List<Account>();
        for (int row = 0; row < _accounts.Count; row++)
        {
            ref Row at = ref _rows[row];
            bool stays = at.Band == AccountBand.Healthy ? IsCertainlyAbove(ref at, screens) : streamTimeMs < at.RenewAtMs && StaysBelow(ref at, screens);
            if (!stays)
            {
                doubtful.Add(_accounts[row]);
            }
        }

        return doubtful;
    }

    /// <summary>Learns a healthy account that is not known, and tells whether it is certain that it can be judged and is not liquidatable.</summary>
    public bool IsCertainlyAbove(Account account, ReadOnlySpan<ScreenSlot> screens) =>
        _rows[account.Row].Count == Unknown && TryLearn(account) && IsCertainlyAbove(ref _rows[account.Row], screens);

    /// <summary>Learns an account as it was settled, where bounds may be able to tell that it stays so; tells whether it did.</summary>
    public bool TryLearn(Account account)
    {
        HoldingSlot[] holdings = account.Holdings;
        bool mayStay = account.Band switch
        {
            AccountBand.Healthy or AccountBand.BadDebt or AccountBand.Liquidatable => true,

            // Without anything to close it could become bad debt, if the band of prices did not enclose the price.
            AccountBand.Bankrupt => Judgement.Shape(account).Closable,
            _ => false,
        };
        if (!mayStay || account.Venue.Rules is not { } venue || holdings.Length > LinearScreen.HoldingsMax)
        {
            return false;
        }

        ref Row row = ref _rows[account.Row];
        row.Band = account.Band!.Value;
        row.Out = account.Episode is null ? 0
            : (long)BigInteger.Min(venue.ExitBuffer >> LinearScreen.MoneyShift(venue.Terms.NumeraireExponent), long.MaxValue);
        row.RenewAtMs = account.RenewAtMs;
        Span<Entry> entries = Room(ref row, holdings.Length);
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

        row.Count = holdings.Length;
        return true;
    }

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

    /// <summary>Whether it is certain that the account stays in its band below the maintenance line.</summary>
    private bool StaysBelow(ref Row row, ReadOnlySpan<ScreenSlot> screens)
    {
        if (row.Count == Unknown)
        {
            return false;
        }

        long maintenance = 0, equityLeast = 0, equityMost = 0;
        foreach (ref readonly Entry entry in _entries.AsSpan(row.First, row.Count))
        {
            ref readonly ScreenSlot slot = ref screens[entry.Instrument];
            if (slot.RulesVersion != entry.RulesVersion || slot.Screen is not { } screen
                || !screen.TryBounds(entry.Holding, out LinearScreenBounds bounds))
            {
                row.Count = Unknown;
                return false;
            }

            maintenance = unchecked(maintenance + bounds.MaintenanceMost);
            equityLeast = unchecked(equityLeast + bounds.EquityLeast);
            equityMost = unchecked(equityMost + bounds.EquityMost);
        }

        return maintenance < row.Out && row.Band switch
        {
            AccountBand.Liquidatable => equityLeast >= 0,
            AccountBand.Bankrupt => equityMost < 0,
            _ => true,
        };
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

        /// <summary>The band that the account is in.</summary>
        public AccountBand Band;

        /// <summary>Below this on the maintenance line an account that is not healthy stays as it is, in the unit of the screens.</summary>
        public long Out;

        /// <summary>See <see cref="Account.RenewAtMs"/>.</summary>
        public long RenewAtMs;
    }

    private readonly record struct Entry(LinearScreenHolding Holding, int Instrument, int RulesVersion);
}
