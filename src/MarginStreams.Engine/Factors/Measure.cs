using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>Bounds of one account at the present market, holding by holding, from which follows whether it is certain that nothing happens to it.</summary>
internal sealed class Measure(AccountTable accounts, MarketTable market)
{
    private MeasuredHolding[] _holdings = new MeasuredHolding[16];
    private int _count;
    private long _maintenanceLeast, _maintenanceMost, _equityLeast, _equityMost;

    /// <summary>Its holdings.</summary>
    public Span<MeasuredHolding> Holdings => _holdings.AsSpan(0, _count);

    /// <summary>Whether every holding has bounds.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>Whether a holding blocks every judgement.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Whether there is something to close or to seize.</summary>
    public bool HasClosable { get; private set; }

    /// <summary>Lower bound of the maintenance surplus, in the screens' money.</summary>
    public long MaintenanceLeast => _maintenanceLeast;

    /// <summary>Upper bound of it; zero unless all bounds were taken.</summary>
    public long MaintenanceMost => _maintenanceMost;

    /// <summary>Measures an account; with <paramref name="all"/> all its bounds, else only the least maintenance surplus.</summary>
    public void Take(in AccountRow row, bool all)
    {
        _maintenanceLeast = _maintenanceMost = _equityLeast = _equityMost = 0;
        (IsBlocked, HasClosable) = (false, false);
        _count = row.Count;
        if (_count > _holdings.Length)
        {
            _holdings = new MeasuredHolding[2 * _count];
        }

        VenueSlot venue = market.VenueAt(row.Venue);
        IsUsable = venue.Rules is not null && _count <= Screen.HoldingsMax;
        ReadOnlySpan<long> words = accounts.Holdings(row);
        int place = 0;
        for (int i = 0; i < _count; i++)
        {
            place += TakeOne(row, venue, words, place, all, ref _holdings[i]);
        }

        IsUsable &= !IsBlocked;
    }

    /// <summary>Least value of a watch line, in millionths of the screens' money.</summary>
    public Int128 Least(in WatchLine line) =>
        ((Int128)line.Maintenance * (line.Maintenance > 0 ? _maintenanceLeast : _maintenanceMost))
        + ((Int128)line.Equity * (line.Equity > 0 ? _equityLeast : _equityMost))
        + line.Constant;

    private int TakeOne(in AccountRow row, VenueSlot venue, ReadOnlySpan<long> words, int place, bool all, ref MeasuredHolding one)
    {
        long head = words[place];
        int widths = PackedHolding.Widths(head);
        InstrumentSlot instrument = market.InstrumentAt(PackedHolding.Instrument(head));
        bool isShort, isZero, fits;
        ScreenHolding holding = default;
        FactorSide side;
        if (widths is PackedHolding.SizeOnly or PackedHolding.AllShort)
        {
            long size = words[place + 1];
            bool whole = widths == PackedHolding.AllShort;
            (isShort, isZero) = (size < 0, false);
            side = instrument.Side(row.MarginClass, isShort);
            fits = side.IsUsable && ScreenHolding.TryCreate(side.Screen!, size, whole ? words[place + 2] : 0, whole ? words[place + 3] : 0, out holding);
        }
        else
        {
            fits = AccountTable.TryReadNarrow(words, place, out Int128 size, out Int128 cost, out Int128 settled);
            int sign = fits ? Int128.Sign(size) : accounts.Read(words, place).Size.Sign;
            (isShort, isZero) = (sign < 0, sign == 0);
            side = instrument.Side(row.MarginClass, isShort);
            fits = fits && side.IsUsable && ScreenHolding.TryCreate(side.Screen!, size, cost, settled, out holding);
        }

        bool isOurs = ReferenceEquals(instrument.Venue, venue) && instrument.Rules is { } rules && rules.Takes(isZero ? 0 : isShort ? -1 : 1);
        one.Side = instrument.HasFactor ? side : null;
        one.Place = place;
        one.Slot = PackedHolding.Slot(head);
        one.Magnitude = isZero ? 0 : holding.Magnitude + 1;
        one.IsBlocking = !isOurs || (!side.IsUsable && !isShort && !isZero && instrument.Market is null);
        IsBlocked |= one.IsBlocking;
        HasClosable |= isOurs && (instrument.Rules!.IsPosition ? !isZero : !isShort && !isZero);
        if (!fits || !isOurs)
        {
            IsUsable = false;
        }
        else if (!all)
        {
            IsUsable &= side.Screen!.TryLeast(holding, out long least);
            _maintenanceLeast = unchecked(_maintenanceLeast + least);
        }
        else
        {
            IsUsable &= side.Screen!.TryBounds(holding, out ScreenBounds bounds);
            _maintenanceLeast = unchecked(_maintenanceLeast + bounds.MaintenanceLeast);
            _maintenanceMost = unchecked(_maintenanceMost + bounds.MaintenanceMost);
            _equityLeast = unchecked(_equityLeast + bounds.EquityLeast);
            _equityMost = unchecked(_equityMost + bounds.EquityMost);
        }

        return PackedHolding.Words(widths);
    }
}
