using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace MarginStreams.Engine;

/// <summary>Reads one snapshot into empty tables, and checks whatever they rely on. Nobody has a slot afterwards.</summary>
internal sealed class SnapshotReader(AccountTable accounts, MarketTable market, WarningLines warnings, ISnapshotSource source)
{
    private readonly SnapshotRow[] _rows = new SnapshotRow[SnapshotFormat.BlockAccountsMax];
    private byte[] _ids = [];
    private long[] _words = [];
    private byte[] _rest = [];
    private long _byteCount;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="InvalidDataException">It is not a snapshot that can be read, and the tables hold some of it.</exception>
    public SnapshotSummary Read()
    {
        SnapshotHead head = SnapshotHead.Read(Some, market, warnings);
        accounts.Ids.Reserve(head.AccountCount);
        var holdings = new SnapshotHoldings(accounts, head);
        Span<byte> prefix = stackalloc byte[SnapshotFormat.PrefixBytes];
        while (accounts.Ids.Count < head.AccountCount)
        {
            Fill(prefix);
            int count = BinaryPrimitives.ReadInt32LittleEndian(prefix);
            if (count <= 0 || count > Math.Min(_rows.Length, head.AccountCount - accounts.Ids.Count))
            {
                SnapshotCursor.Throw($"a block of {count} accounts after {accounts.Ids.Count} of {head.AccountCount}");
            }

            Fill(MemoryMarshal.AsBytes(_rows.AsSpan(0, count)));
            ReadOnlySpan<byte> ids = Part(ref _ids, BinaryPrimitives.ReadInt32LittleEndian(prefix[4..]), sizeof(byte));
            Span<long> words = Part(ref _words, BinaryPrimitives.ReadInt32LittleEndian(prefix[8..]), sizeof(long));
            ReadOnlySpan<byte> rest = Part(ref _rest, BinaryPrimitives.ReadInt32LittleEndian(prefix[12..]), sizeof(byte));
            Take(head, holdings, _rows.AsSpan(0, count), ids, words, rest);
        }

        long before = _byteCount;
        Fill(prefix);
        bool isTrailer = BinaryPrimitives.ReadInt64LittleEndian(prefix) == SnapshotFormat.EndMagic;
        if (!isTrailer || BinaryPrimitives.ReadInt64LittleEndian(prefix[sizeof(long)..]) != before)
        {
            SnapshotCursor.Throw($"it does not end after {before} bytes");
        }

        return new SnapshotSummary(head.Frame, head.AccountCount, _byteCount);
    }

    private void Take(
        SnapshotHead head, SnapshotHoldings holdings, ReadOnlySpan<SnapshotRow> rows, ReadOnlySpan<byte> ids, Span<long> words, ReadOnlySpan<byte> more)
    {
        var names = new SnapshotCursor(ids, "the ids of a block");
        var rest = new SnapshotCursor(more, "the rest of a block");
        int at = 0;
        foreach (ref readonly SnapshotRow row in rows)
        {
            int account = Add(head, row, names.Bytes(row.IdBytes));
            if (row.Words > words.Length - at)
            {
                SnapshotCursor.Throw($"an account has {row.Words} words where {words.Length - at} are left");
            }

            holdings.Put(account, words.Slice(at, row.Words), row.Count, ref rest);
            at += row.Words;
            SnapshotExtras.Read(accounts, account, row.Flags, ref rest);
            ref AccountRow taken = ref accounts.Row(account);
            taken.PositionOffset = row.PositionOffset;
            taken.Band = row.Band;
            taken.Warning = head.Line(row.Warning);
            taken.Flags |= row.Has(SnapshotFlags.IsWide) ? AccountFlags.IsWide : AccountFlags.None;
        }

        if (!names.IsAtEnd || !rest.IsAtEnd || at < words.Length)
        {
            SnapshotCursor.Throw("a block has more in it than its rows say");
        }
    }

    private int Add(SnapshotHead head, in SnapshotRow row, ReadOnlySpan<byte> id)
    {
        int venue = head.VenueOf(row.Venue, id);
        if (!Utf8.IsValid(id) || accounts.Ids.Find(id) >= 0)
        {
            SnapshotCursor.Throw($"account {Encoding.UTF8.GetString(id)} is there twice, or is not UTF-8");
        }

        if (row.Band > (byte)AccountBand.BadDebt + 1 || (row.Flags & ~SnapshotFlags.All) != SnapshotFlags.None || row.Reserved != 0)
        {
            SnapshotCursor.Throw($"account {Encoding.UTF8.GetString(id)} has a band or a flag that is not known");
        }

        return accounts.Add(id, venue);
    }

    private ReadOnlyMemory<byte> Some(int count)
    {
        _ = Part(ref _rest, count, sizeof(byte));
        return _rest.AsMemory(0, count);
    }

    private Span<T> Part<T>(ref T[] into, int count, int size)
        where T : unmanaged
    {
        if (count < 0 || count > SnapshotFormat.PartBytesMax / size)
        {
            SnapshotCursor.Throw($"a part of {count} times {size} bytes, where {SnapshotFormat.PartBytesMax} bytes are the most");
        }

        if (into.Length < count)
        {
            into = GC.AllocateUninitializedArray<T>(count);
        }

        Span<T> part = into.AsSpan(0, count);
        Fill(MemoryMarshal.AsBytes(part));
        return part;
    }

    private void Fill(Span<byte> bytes)
    {
        if (!bytes.IsEmpty && !source.TryRead(bytes))
        {
            SnapshotCursor.Throw($"it ends before byte {_byteCount + bytes.Length}");
        }

        _byteCount += bytes.Length;
    }
}
