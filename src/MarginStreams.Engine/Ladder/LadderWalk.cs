using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>
/// Takes the holders of an instrument one by one, and finds the steps of a ladder at which each is liquidatable. Its bounds at a step are those of all its
/// holdings now, less those of the one that moves, and more what the screen of the step says of that; where they leave a doubt, the exact rule decides.
/// </summary>
/// <remarks>
/// A worse price never improves the maintenance surplus: every rule set requires the weight of what is held to exceed the rates that it is charged. So who
/// is not liquidatable at the worst step of its side is so at none, and the others are so from there up to a place that is found by halving.
/// </remarks>
internal sealed class LadderWalk(AccountTable accounts, MarketTable market, Judge judge, InstrumentSlot instrument)
{
    private readonly Measure _measure = new(accounts, market);
    private WideSum _longs, _shorts;
    private int _account;
    private LadderSide? _side;
    private ScreenHolding _own;
    private bool _isBounded, _isExposed;
    private long _othersLeast, _othersMost;

    /// <summary>Sum of the positive sizes, in the instrument's size unit.</summary>
    public BigInteger Longs => _longs.Total;

    /// <summary>Sum of the negative sizes without their sign, in the instrument's size unit.</summary>
    public BigInteger Shorts => _shorts.Total;

    /// <summary>How many holders were taken.</summary>
    public long HolderCount { get; private set; }

    /// <summary>How often the exact rule was asked.</summary>
    public long ExactCount { get; private set; }

    /// <summary>Takes a holder: the boundary is its limit in the index of its side.</summary>
    public void Take(int account, LadderSide side, long boundary)
    {
        ref AccountRow row = ref accounts.Row(account);
        ReadOnlySpan<long> words = accounts.Holdings(row);
        int place = accounts.PlaceOf(row, instrument.Index);
        HolderCount++;
        AddSize(words, place);
        bool counts = row.Band == (byte)AccountBand.Healthy + 1 && !row.Has(AccountFlags.Awaits);
        if (!counts || side.Spares(boundary))
        {
            return;
        }

        (_account, _side) = (account, side);
        Bound(row, words, place, all: false);
        if (_isBounded && IsSafeAt(0))
        {
            return;
        }

        Bound(row, words, place, all: true);
        AddSteps(words, place);
    }

    private void AddSize(ReadOnlySpan<long> words, int place)
    {
        if (AccountTable.TryReadNarrow(words, place, out Int128 size, out _, out _))
        {
            (Int128.IsNegative(size) ? ref _shorts : ref _longs).Add(Int128.Abs(size));
            return;
        }

        BigInteger wide = accounts.Read(words, place).Size;
        (wide.Sign < 0 ? ref _shorts : ref _longs).Add(BigInteger.Abs(wide));
    }

    /// <summary>Bounds of all its other holdings: only the lower one, which most need alone, or both.</summary>
    private void Bound(in AccountRow row, ReadOnlySpan<long> words, int place, bool all)
    {
        _measure.Take(row, all);
        _isBounded = false;
        if (!_measure.IsUsable || !AccountTable.TryReadNarrow(words, place, out Int128 size, out Int128 cost, out Int128 settled))
        {
            return;
        }

        Screen now = instrument.Side(row.MarginClass, Int128.IsNegative(size)).Screen!;
        ScreenBounds bounds = default;
        long least = 0;
        _isBounded = ScreenHolding.TryCreate(now, size, cost, settled, out _own)
            && (all ? now.TryBounds(_own, out bounds) : now.TryLeast(_own, out least));
        if (_isBounded)
        {
            _isExposed = all && IsExposed(row, words);
            _othersLeast = _measure.MaintenanceLeast - (all ? bounds.MaintenanceLeast : least);
            _othersMost = _measure.MaintenanceMost - bounds.MaintenanceMost;
        }
    }

    /// <summary>Whether there is a position or a debt: without one nothing is liquidatable.</summary>
    private bool IsExposed(in AccountRow row, ReadOnlySpan<long> words)
    {
        for (int place = 0; place < words.Length; place += PackedHolding.Words(PackedHolding.Widths(words[place])))
        {
            bool isPosition = market.InstrumentAt(PackedHolding.Instrument(words[place])).Rules is { IsPosition: true };
            if (isPosition ? (PackedHolding.Widths(words[place]) & 3) != PackedHolding.Zero : accounts.IsShort(row, place))
            {
                return true;
            }
        }

        return false;
    }

    private void AddSteps(ReadOnlySpan<long> words, int place)
    {
        if (!IsLiquidatableAt(0))
        {
            return;
        }

        (int worst, int end) = (0, _side!.Steps.Length);
        while (end - worst > 1)
        {
            int middle = (worst + end) / 2;
            (worst, end) = IsLiquidatableAt(middle) ? (middle, end) : (worst, middle);
        }

        bool isolated = IsIsolated(words);
        bool isNarrow = AccountTable.TryReadNarrow(words, place, out Int128 size, out _, out _) && Int128.Abs(size) <= long.MaxValue;
        BigInteger wide = isNarrow ? BigInteger.Zero : accounts.Read(words, place).Size;
        foreach (LadderStep step in _side.Steps.AsSpan(0, end))
        {
            if (isNarrow)
            {
                step.Add(isolated, (ulong)Int128.Abs(size));
            }
            else
            {
                step.Add(isolated, wide);
            }
        }
    }

    private bool IsSafeAt(int step) => _side![step].TryLeast(_own, out long least) && _othersLeast + least >= 0;

    private bool IsLiquidatableAt(int step)
    {
        if (_isBounded && IsSafeAt(step))
        {
            return false;
        }

        if (_isBounded && _isExposed && _side![step].TryBounds(_own, out ScreenBounds bounds) && _othersMost + bounds.MaintenanceMost < 0)
        {
            return true;
        }

        ExactCount++;
        return judge.JudgeAt(_account, _side!.Steps[step].Market) is { IsLiquidatable: true };
    }

    /// <summary>Whether nothing else that it holds can move.</summary>
    private bool IsIsolated(ReadOnlySpan<long> words)
    {
        bool isolated = true;
        for (int place = 0; place < words.Length; place += PackedHolding.Words(PackedHolding.Widths(words[place])))
        {
            InstrumentSlot held = market.InstrumentAt(PackedHolding.Instrument(words[place]));
            isolated &= ReferenceEquals(held, instrument) || held.Rules is { IsFixed: true };
        }

        return isolated;
    }
}
