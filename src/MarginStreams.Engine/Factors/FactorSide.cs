using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>
/// One side of an instrument in one factor class: its screen, and the index of the boundaries of everybody who holds it. Three things can cross a boundary: the
/// principal by falling, the principal by rising, and the drift by growing; most holdings need the first alone.
/// </summary>
internal sealed class FactorSide(InstrumentSlot instrument, Screen? screen, int place)
{
    /// <summary>A boundary that is crossed at every change of the factor.</summary>
    public const long Always = long.MaxValue;

    /// <summary>A boundary that is never crossed; unlike none it tells that somebody is there.</summary>
    public const long Never = long.MinValue + 1;

    private const int MoveDecayBits = 7;
    private int _shape = -1;
    private bool _isStale = true;
    private WatchLine[] _lines = [];

    // Slots of those who need more boundaries than one: from that in Falling to that in the other indexes.
    private Dictionary<int, int>? _more;

    /// <summary>The instrument.</summary>
    public InstrumentSlot Instrument { get; } = instrument;

    /// <summary>Its place among the instrument's sides.</summary>
    public int Place { get; } = place;

    /// <summary>Bounds; null before the instrument has rules.</summary>
    public Screen? Screen { get; } = screen;

    /// <summary>Boundaries of a falling principal. Every holder has a slot here.</summary>
    public BoundaryIndex Falling { get; } = new();

    /// <summary>Boundaries of a growing drift, negated, of those who need more boundaries than one, in slots of their own; null before somebody does.</summary>
    public BoundaryIndex? Drifting { get; private set; }

    /// <summary>Boundaries of a rising principal, negated, in the slots of <see cref="Drifting"/>.</summary>
    public BoundaryIndex? Rising { get; private set; }

    /// <summary>How fast each watch line of the venue can lose.</summary>
    public WatchGradient[] Gradients { get; private set; } = [];

    /// <summary>How far the principal moves at a typical change of it, positive.</summary>
    public long TypicalMove { get; private set; } = 1;

    /// <summary>Whether bounds can be asked for.</summary>
    public bool IsUsable => Screen is { IsUsable: true };

    /// <summary>The market values changed.</summary>
    public void Spoil() => _isStale = true;

    /// <summary>
    /// Brings the screen to the present market. True when every boundary set before means nothing any more: then they are all gone, and their owners have to be
    /// looked at.
    /// </summary>
    public bool Refresh(MarketValues values, WatchLine[] lines)
    {
        if (!_isStale && ReferenceEquals(_lines, lines))
        {
            return false;
        }

        if (_isStale && Screen is not null)
        {
            long former = IsUsable ? Screen.Principal : 0;
            Screen.Update(values);
            if (IsUsable && _shape == Screen.Shape)
            {
                TypicalMove = Math.Max(1, TypicalMove - (TypicalMove >> MoveDecayBits) + (Math.Abs(Screen.Principal - former) >> MoveDecayBits));
            }
        }

        _isStale = false;
        int shape = Screen?.Shape ?? 0;
        if (_shape == shape && ReferenceEquals(_lines, lines))
        {
            return false;
        }

        (_shape, _lines) = (shape, lines);
        if (IsUsable)
        {
            TypicalMove = Math.Max(1, Math.Abs(Screen!.Principal) >> 10);
            Gradients = Array.ConvertAll(lines, line => WatchGradient.Of(line, Screen));
        }

        return true;
    }

    /// <summary>Takes out who was crossed; the same owner may come more than once. Returns how many, at most as many as there is room for.</summary>
    public int PopCrossed(Span<int> owners)
    {
        if (!IsUsable)
        {
            return PopAll(owners);
        }

        int count = Falling.PopAbove(Screen!.Principal, owners);
        count += Rising?.PopAbove(-Screen.Principal, owners[count..]) ?? 0;
        count += Drifting?.PopAbove(-Screen.Drift, owners[count..]) ?? 0;
        return count;
    }

    /// <summary>Takes out everybody.</summary>
    public int PopAll(Span<int> owners)
    {
        int count = Falling.PopAbove(BoundaryIndex.None, owners);
        count += Rising?.PopAbove(BoundaryIndex.None, owners[count..]) ?? 0;
        count += Drifting?.PopAbove(BoundaryIndex.None, owners[count..]) ?? 0;
        return count;
    }

    /// <summary>Sets a holder's boundary of a falling principal.</summary>
    public void Set(int slot, long falling, bool inBulk) => Set(Falling, slot, falling, inBulk);

    /// <summary>Sets a holder's other boundaries, negated as <see cref="Rising"/> and <see cref="Drifting"/> are.</summary>
    public void SetMore(int slot, long rising, long drifting, bool inBulk)
    {
        _more ??= [];
        Drifting ??= new BoundaryIndex();
        Rising ??= new BoundaryIndex(Drifting);
        if (!_more.TryGetValue(slot, out int more))
        {
            _more[slot] = more = Drifting.Rent(Falling.Owner(slot));
            Rising.Follow();
        }

        Set(Rising, more, rising, inBulk);
        Set(Drifting, more, drifting, inBulk);
    }

    /// <summary>A holder needs one boundary alone again.</summary>
    public void ClearMore(int slot)
    {
        if (_more?.Remove(slot, out int more) == true)
        {
            Rising!.Set(more, BoundaryIndex.None);
            Drifting!.Return(more);
        }
    }

    /// <summary>Gives a slot back.</summary>
    public void Return(int slot)
    {
        ClearMore(slot);
        Falling.Return(slot);
    }

    /// <summary>Makes the indexes right after boundaries were set in bulk.</summary>
    public void Rebuild()
    {
        Falling.Rebuild();
        Rising?.Rebuild();
        Drifting?.Rebuild();
    }

    private static void Set(BoundaryIndex index, int slot, long boundary, bool inBulk)
    {
        if (inBulk)
        {
            index.SetLeaf(slot, boundary);
        }
        else
        {
            index.Set(slot, boundary);
        }
    }
}
