using System.Numerics;
using System.Runtime.CompilerServices;

namespace MarginStreams.Engine;

/// <summary>Every account of the partition: a row each, its holdings in the arena, and what few have in objects of their own.</summary>
internal sealed partial class AccountTable
{
    private readonly Dictionary<int, AccountExtras> _extras = [];
    private readonly WordArena _arena = new();
    private readonly LongAmounts _long = new();
    private AccountRow[][] _rows = [];
    private int _capacity;

    /// <summary>The ids.</summary>
    public IdTable Ids { get; } = new();

    /// <summary>Bytes of rows and holdings.</summary>
    public long Bytes => ((long)_capacity * Unsafe.SizeOf<AccountRow>()) + _arena.Bytes;

    /// <summary>An account's row.</summary>
    public ref AccountRow Row(int account) => ref _rows[account >> SlotChunks.ChunkBits][account & SlotChunks.ChunkMask];

    /// <summary>A new account of a venue.</summary>
    public int Add(ReadOnlySpan<byte> id, int venue)
    {
        int account = Ids.Add(id);
        while (account >= _capacity)
        {
            int next = SlotChunks.NextCapacity(_capacity);
            _rows = SlotChunks.Grow(_rows, _capacity, next, default(AccountRow));
            _capacity = next;
        }

        Row(account) = new AccountRow { Venue = checked((ushort)venue), PositionOffset = -1 };
        return account;
    }

    /// <summary>Forgets an account; its holdings have no slots any more.</summary>
    public void Remove(int account)
    {
        ref AccountRow row = ref Row(account);
        Clear(account);
        row = default;
        Ids.Remove(account);
    }

    /// <summary>Takes everything from an account but its id and its venue; its holdings have no slots any more.</summary>
    public void Clear(int account)
    {
        ref AccountRow row = ref Row(account);
        FreeBlock(ref row);
        if (row.Has(AccountFlags.HasExtras))
        {
            _extras.Remove(account);
        }

        row = new AccountRow { Venue = row.Venue, PositionOffset = -1 };
    }

    /// <summary>The words of an account's holdings.</summary>
    public Span<long> Holdings(in AccountRow row) => row.Count == 0 ? [] : _arena.At(row.Block, row.Words);

    /// <summary>An account's extras, or null.</summary>
    public AccountExtras? Extras(int account, in AccountRow row) => row.Has(AccountFlags.HasExtras) ? _extras[account] : null;

    /// <summary>Changes an account's extras, and what its row says of them.</summary>
    public void SetExtras(int account, Action<AccountExtras> change)
    {
        ref AccountRow row = ref Row(account);
        AccountExtras extras = Extras(account, row) ?? new AccountExtras();
        change(extras);
        row.Flags &= ~(AccountFlags.HasExtras | AccountFlags.Awaits | AccountFlags.HasEpisode);
        if (extras.IsEmpty)
        {
            _extras.Remove(account);
            return;
        }

        _extras[account] = extras;
        row.Flags |= AccountFlags.HasExtras
            | (extras.Await is null ? AccountFlags.None : AccountFlags.Awaits)
            | (extras.Episode is null ? AccountFlags.None : AccountFlags.HasEpisode);
    }

    /// <summary>Where the holding of an instrument begins in an account's words; -1 where there is none.</summary>
    public int PlaceOf(in AccountRow row, int instrument)
    {
        ReadOnlySpan<long> words = Holdings(row);
        for (int at = 0; at < words.Length; at += PackedHolding.Words(PackedHolding.Widths(words[at])))
        {
            if (PackedHolding.Instrument(words[at]) == instrument)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Replaces the holding at a place, or adds one where there is none; it keeps the slot given.</summary>
    public void Put(int account, int place, int instrument, Holding holding, int slot)
    {
        int widths = PackedHolding.WidthOf(holding.Size)
            | (PackedHolding.WidthOf(holding.Cost) << 2)
            | (PackedHolding.WidthOf(holding.SettledIndex) << 4);
        Span<long> words = Place(account, place, instrument, slot, widths);
        int at = 1;
        Write(words, ref at, holding.Size, widths & 3);
        Write(words, ref at, holding.Cost, (widths >> 2) & 3);
        Write(words, ref at, holding.SettledIndex, widths >> 4);
    }

    /// <summary>The same for a holding whose amounts have 128 bits.</summary>
    public void Put(int account, int place, int instrument, in NarrowHoldingEvent holding, int slot)
    {
        int widths = PackedHolding.WidthOf(holding.Size)
            | (PackedHolding.WidthOf(holding.Cost) << 2)
            | (PackedHolding.WidthOf(holding.SettledIndex) << 4);
        Span<long> words = Place(account, place, instrument, slot, widths);
        int at = 1;
        Write(words, ref at, holding.Size, widths & 3);
        Write(words, ref at, holding.Cost, (widths >> 2) & 3);
        Write(words, ref at, holding.SettledIndex, widths >> 4);
    }

    /// <summary>Words for a holding of these widths, in the place of the former one, with its head.</summary>
    private Span<long> Place(int account, int place, int instrument, int slot, int widths)
    {
        ref AccountRow row = ref Row(account);
        bool hasMore = place >= 0 && slot != PackedHolding.NoSlot && PackedHolding.HasMore(Holdings(row)[place]);
        int former = place < 0 ? 0 : PackedHolding.Words(PackedHolding.Widths(Holdings(row)[place]));
        if (place < 0)
        {
            place = row.Count == 0 ? 0 : row.Words;
            row.Count = checked((ushort)(row.Count + 1));
        }
        else
        {
            FreeLong(Holdings(row).Slice(place, former));
        }

        Span<long> words = Resize(ref row, place, former, PackedHolding.Words(widths))[place..];
        words[0] = PackedHolding.WithMore(PackedHolding.Head(instrument, slot, widths), hasMore);
        row.Flags &= ~AccountFlags.IsWide;
        return words;
    }

    /// <summary>Removes the holding at a place.</summary>
    public void RemoveAt(int account, int place)
    {
        ref AccountRow row = ref Row(account);
        int former = PackedHolding.Words(PackedHolding.Widths(Holdings(row)[place]));
        FreeLong(Holdings(row).Slice(place, former));
        if (row.Count == 1)
        {
            _arena.Return(row.Block, row.Words);
            (row.Block, row.Words, row.Count) = (0, 0, 0);
        }
        else
        {
            Resize(ref row, place, former, 0);
            row.Count--;
        }

        row.Flags &= ~AccountFlags.IsWide;
    }

    /// <summary>Whether the size at a place is negative.</summary>
    public bool IsShort(in AccountRow row, int place)
    {
        ReadOnlySpan<long> words = Holdings(row);
        return (PackedHolding.Widths(words[place]) & 3) switch
        {
            PackedHolding.Zero => false,
            PackedHolding.Long => _long[words[place + 1]].Sign < 0,
            _ => words[place + 1] < 0,
        };
    }

    /// <summary>The holding at a place, exact.</summary>
    public Holding Read(ReadOnlySpan<long> words, int place)
    {
        int widths = PackedHolding.Widths(words[place]);
        int at = place + 1;
        return new Holding(Read(words, ref at, widths & 3), Read(words, ref at, (widths >> 2) & 3), Read(words, ref at, widths >> 4));
    }

    /// <summary>The amounts at a place in the narrow lane; false where one does not fit it.</summary>
    public static bool TryReadNarrow(ReadOnlySpan<long> words, int place, out Int128 size, out Int128 cost, out Int128 settledIndex)
    {
        int widths = PackedHolding.Widths(words[place]);
        int at = place + 1;
        bool fits = TryRead(words, ref at, widths & 3, out size);
        fits &= TryRead(words, ref at, (widths >> 2) & 3, out cost);
        fits &= TryRead(words, ref at, widths >> 4, out settledIndex);
        return fits;
    }

    private void FreeLong(ReadOnlySpan<long> words)
    {
        int at = 1;
        for (int widths = PackedHolding.Widths(words[0]); widths != 0; widths >>= 2)
        {
            if ((widths & 3) == PackedHolding.Long)
            {
                _long.Free(words[at]);
            }

            at += PackedHolding.WordsOf(widths & 3);
        }
    }
}
