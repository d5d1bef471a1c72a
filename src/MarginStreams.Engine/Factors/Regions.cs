using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>
/// Safe regions: for each account limits of its factors within which nothing happens to it, registered in the indexes of those factors.
/// <c>docs/internals/engine.md</c> has the proof. What is not certain is registered so that every change of a factor calls.
/// </summary>
internal sealed partial class Regions(AccountTable accounts, MarketTable market, WarningLines warnings, EngineSabotage sabotage)
{
    /// <summary>Binary places of a share of the slack.</summary>
    private const int ShareBits = 62;

    /// <summary>One part in 2^this of the slack is kept for drift.</summary>
    private const int DriftBits = 3;

    private const int LinesMax = 6;
    private const long One = 1_000_000;
    private readonly Measure _measure = new(accounts, market);
    private readonly int[] _lines = new int[LinesMax];
    private readonly long[] _slack = new long[LinesMax];
    private int _lineCount;

    /// <summary>Whether boundaries are set without the maxima above them, which somebody rebuilds afterwards.</summary>
    public bool InBulk { get; set; }

    /// <summary>How many accounts were measured since the start.</summary>
    public long MeasuredCount { get; private set; }

    /// <summary>Whether it is certain that an account that awaits nothing stays as it was settled. Measures it.</summary>
    public bool Stays(int account)
    {
        ref AccountRow row = ref accounts.Row(account);
        VenueSlot venue = market.VenueAt(row.Venue);
        bool isPlain = row.Band == (byte)AccountBand.Healthy + 1 && venue.Lines.Length <= WatchLine.NotBelow(0) && row.Warning == 0;
        MeasuredCount++;
        _measure.Take(row, all: !isPlain);
        if (isPlain)
        {
            (_lineCount, _lines[0]) = (1, WatchLine.NotLiquidatable);
            return _measure.IsUsable && _measure.MaintenanceLeast >= 0;
        }

        if (!_measure.IsUsable || !TryLines(row, venue))
        {
            return false;
        }

        for (int i = 0; i < _lineCount; i++)
        {
            Int128 off = sabotage == EngineSabotage.BandEdgeOffByOne && _lines[i] > WatchLine.StaysLiquidatable ? One : 0;
            if (Int128.IsNegative(_measure.Least(venue.Lines[_lines[i]]) + off))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Registers an account as it was settled.</summary>
    public void Register(int account) => Register(account, Stays(account));

    /// <summary>Registers an account that <see cref="Stays"/> was just asked about, with its answer.</summary>
    public void Register(int account, bool stays)
    {
        Span<long> words = Enroll(account);
        if (stays && sabotage != EngineSabotage.AccountNotRegisteredAgain)
        {
            Split(market.VenueAt(accounts.Row(account).Venue), words);
            return;
        }

        if (stays)
        {
            return;
        }

        foreach (ref MeasuredHolding one in _measure.Holdings)
        {
            bool calls = !_measure.IsBlocked || one.IsBlocking;
            SetOne(one, words, calls ? FactorSide.Always : FactorSide.Never);
        }
    }

    /// <summary>Gives an account that awaits something a slot for each holding, and nothing that calls: it counts in the open interest.</summary>
    public void EnrollUnheard(int account)
    {
        _measure.Take(accounts.Row(account), all: false);
        Span<long> words = Enroll(account);
        foreach (ref MeasuredHolding one in _measure.Holdings)
        {
            SetOne(one, words, FactorSide.Never);
        }
    }

    /// <summary>Takes one holding out of its index, before it changes.</summary>
    public void Unregister(in AccountRow row, long head, bool isShort)
    {
        int slot = PackedHolding.Slot(head);
        if (slot != PackedHolding.NoSlot)
        {
            market.InstrumentAt(PackedHolding.Instrument(head)).Side(row.MarginClass, isShort).Return(slot);
        }
    }

    /// <summary>A slot for each holding of the account that was measured; gives its words.</summary>
    private Span<long> Enroll(int account)
    {
        Span<long> words = accounts.Holdings(accounts.Row(account));
        foreach (ref MeasuredHolding one in _measure.Holdings)
        {
            if (one.Side is not null && one.Slot == PackedHolding.NoSlot)
            {
                one.Slot = one.Side.Falling.Rent(account);
                words[one.Place] = PackedHolding.WithSlot(words[one.Place], one.Slot);
            }
        }

        return words;
    }

    /// <summary>Splits the slack of each line over the holdings, and sets the boundaries that use it up.</summary>
    private void Split(VenueSlot venue, Span<long> words)
    {
        bool isPlain = _lineCount == 1 && _lines[0] == WatchLine.NotLiquidatable;
        for (int i = 0; i < _lineCount; i++)
        {
            _slack[i] = isPlain ? _measure.MaintenanceLeast : Floor(_measure.Least(venue.Lines[_lines[i]]));
        }

        Span<MeasuredHolding> holdings = _measure.Holdings;
        int largest = int.MinValue;
        foreach (ref MeasuredHolding one in holdings)
        {
            if (one.Side is { } side)
            {
                one.WeightLog = SplitWeights.TwoThirdsLog(one.Magnitude, side.TypicalMove, side.Screen!.Shift);
                largest = Math.Max(largest, one.WeightLog);
            }
        }

        long total = 0;
        foreach (ref MeasuredHolding one in holdings)
        {
            one.Weight = one.Side is null || one.Magnitude == 0 ? 0 : SplitWeights.Weight(one.WeightLog, largest);
            total += one.Weight;
        }

        // Rounded down, so that the shares are not more than the whole.
        long unit = total == 0 ? 0 : (1L << ShareBits) / total;
        foreach (ref MeasuredHolding one in holdings)
        {
            if (one.Side is not null)
            {
                Set(venue, one, words, unit * one.Weight, isPlain);
            }
        }
    }

    private void Set(VenueSlot venue, in MeasuredHolding one, Span<long> words, long share, bool isPlain)
    {
        FactorSide side = one.Side!;
        Screen screen = side.Screen!;
        if (one.Magnitude == 0)
        {
            SetOne(one, words, FactorSide.Never);
            return;
        }

        // One straight line says everything of the maintenance surplus: nothing is kept for drift, and no rise can hurt.
        if (isPlain && screen.IsStraight)
        {
            long own = Share(_slack[0], share) - Slack(venue.Lines[WatchLine.NotLiquidatable]);
            long fall = Reach.Of(own, one.Magnitude, side.Gradients[WatchLine.NotLiquidatable].Falling, screen.Shift);
            SetOne(one, words, own < 0 ? FactorSide.Always : screen.Principal - fall);
            return;
        }

        long falling = long.MaxValue, rising = long.MaxValue, drifting = long.MaxValue;
        bool rises = false;
        for (int i = 0; i < _lineCount; i++)
        {
            WatchGradient gradient = side.Gradients[_lines[i]];
            long own = Share(_slack[i], share) - Slack(venue.Lines[_lines[i]]);
            long drift = sabotage == EngineSabotage.DriftForgotten ? 1L << 60 : own >> DriftBits;
            long rest = own - (sabotage == EngineSabotage.DriftForgotten ? 0 : drift);
            falling = Math.Min(falling, Reach.Of(rest, one.Magnitude, gradient.Falling, screen.Shift));
            rising = Math.Min(rising, Reach.Of(rest, one.Magnitude, gradient.Rising, screen.Shift));
            drifting = Math.Min(drifting, Reach.Of(drift, one.Magnitude, gradient.Drifting, screen.Shift));
            rises |= gradient.Rising != 0;
            if (own < 0)
            {
                SetOne(one, words, FactorSide.Always);
                return;
            }
        }

        // The boundaries of a rise and of drift are negated: what grows falls there.
        SetOne(one, words, screen.Principal - falling, rises ? -screen.Principal - rising : BoundaryIndex.None, -screen.Drift - drifting);
    }

    /// <summary>Sets a holding's limits. Most have one alone, and those who never had more are not looked for in the other indexes.</summary>
    private void SetOne(
        in MeasuredHolding one, Span<long> words, long falling, long rising = BoundaryIndex.None, long drifting = BoundaryIndex.None)
    {
        if (one.Side is not { } side)
        {
            return;
        }

        side.Set(one.Slot, falling, InBulk);
        ref long head = ref words[one.Place];
        if (rising != BoundaryIndex.None || drifting != BoundaryIndex.None)
        {
            side.SetMore(one.Slot, rising, drifting, InBulk);
            head = PackedHolding.WithMore(head, true);
        }
        else if (PackedHolding.HasMore(head))
        {
            side.ClearMore(one.Slot);
            head = PackedHolding.WithMore(head, false);
        }
    }

    private static long Share(long slack, long share)
    {
        ulong high = Math.BigMul((ulong)slack, (ulong)share, out ulong low);
        return (long)((high << (64 - ShareBits)) | (low >> ShareBits));
    }

    /// <summary>What roundings of one holding's bounds may take, rounded up.</summary>
    private long Slack(in WatchLine line) => sabotage == EngineSabotage.BoundaryRoundedTheWrongWay ? -(line.Slack / One) - 2 : (line.Slack / One) + 2;

    private static long Floor(Int128 millionths) => (long)Int128.Min(long.MaxValue, millionths / One);
}
