using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MarginStreams.Engine;

/// <summary>Writes one snapshot: the head, the accounts in blocks, the trailer, as <see cref="SnapshotFormat"/> has them.</summary>
internal sealed class SnapshotWriter(AccountTable accounts, MarketTable market, WarningLines warnings, ISnapshotSink sink)
{
    private readonly SnapshotRow[] _rows = new SnapshotRow[SnapshotFormat.BlockAccountsMax];
    private readonly ArrayBufferWriter<long> _words = new();
    private readonly SnapshotBuffer _ids = new();
    private readonly SnapshotBuffer _rest = new();
    private int _rowCount;
    private long _byteCount;

    /// <summary>Writes all of it.</summary>
    public SnapshotSummary Write()
    {
        WriteHead();
        for (int account = 0; account < accounts.Ids.UsedMax; account++)
        {
            if (accounts.Ids.IsUsed(account))
            {
                Add(account);
                if (_rowCount == _rows.Length || Math.Max(_words.WrittenCount * sizeof(long), Math.Max(_ids.Count, _rest.Count)) > SnapshotFormat.PartBytesFull)
                {
                    WriteBlock();
                }
            }
        }

        if (_rowCount > 0)
        {
            WriteBlock();
        }

        Span<byte> trailer = stackalloc byte[SnapshotFormat.PrefixBytes];
        BinaryPrimitives.WriteInt64LittleEndian(trailer, SnapshotFormat.EndMagic);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[sizeof(long)..], _byteCount);
        Write(trailer);
        return new SnapshotSummary(market.Frame, accounts.Ids.Count, _byteCount);
    }

    private void WriteHead()
    {
        var body = new SnapshotBuffer();
        body.Put(market.Frame);
        body.Put(accounts.Ids.Count);
        body.Put(market.VenueCount);
        body.Put(market.InstrumentCount);
        body.Put(warnings.Count);
        for (int i = 0; i < market.VenueCount; i++)
        {
            body.Put(market.VenueAt(i).Id);
        }

        for (int i = 0; i < market.InstrumentCount; i++)
        {
            body.Put(market.InstrumentAt(i).Id);
        }

        for (int i = 0; i < warnings.Count; i++)
        {
            body.Put(warnings[i]);
        }

        Span<byte> prefix = stackalloc byte[SnapshotFormat.PrefixBytes];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, SnapshotFormat.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[8..], SnapshotFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[12..], Checked(body.Count));
        Write(prefix);
        Write(body.Bytes);
    }

    private void WriteBlock()
    {
        Span<byte> prefix = stackalloc byte[SnapshotFormat.PrefixBytes];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, _rowCount);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[4..], Checked(_ids.Count));
        BinaryPrimitives.WriteInt32LittleEndian(prefix[8..], _words.WrittenCount);
        BinaryPrimitives.WriteInt32LittleEndian(prefix[12..], Checked(_rest.Count));
        Write(prefix);
        Write(MemoryMarshal.AsBytes(_rows.AsSpan(0, _rowCount)));
        Write(_ids.Bytes);
        Write(MemoryMarshal.AsBytes(_words.WrittenSpan));
        Write(_rest.Bytes);
        _rowCount = 0;
        _ids.Clear();
        _words.ResetWrittenCount();
        _rest.Clear();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            sink.Write(bytes);
            _byteCount += bytes.Length;
        }
    }

    private static int Checked(int bytes) => bytes <= SnapshotFormat.PartBytesMax
        ? bytes
        : throw new InvalidOperationException($"a part of the snapshot would have {bytes} bytes; {SnapshotFormat.PartBytesMax} are the most");

    private void Add(int account)
    {
        ref AccountRow row = ref accounts.Row(account);
        ReadOnlySpan<byte> id = accounts.Ids.Utf8(account);
        _ids.Put(id);
        AddWords(accounts.Holdings(row));
        SnapshotFlags flags = row.Has(AccountFlags.IsWide) ? SnapshotFlags.IsWide : SnapshotFlags.None;
        if (accounts.Extras(account, row) is { } extras)
        {
            flags |= AddExtras(extras);
        }

        _rows[_rowCount++] = new SnapshotRow
        {
            PositionOffset = row.PositionOffset,
            IdBytes = id.Length,
            Words = row.Count == 0 ? (ushort)0 : row.Words,
            Count = row.Count,
            Venue = row.Venue,
            Warning = row.Warning,
            Band = row.Band,
            Flags = flags,
        };
    }

    private void AddWords(ReadOnlySpan<long> held)
    {
        Span<long> words = _words.GetSpan(held.Length)[..held.Length];
        held.CopyTo(words);
        for (int place = 0; place < words.Length;)
        {
            words[place] = PackedHolding.WithSlot(words[place], PackedHolding.NoSlot);
            int widths = PackedHolding.Widths(words[place++]);
            for (; widths != 0; widths >>= 2)
            {
                if ((widths & 3) == PackedHolding.Long)
                {
                    _rest.Put(accounts.LongAmount(words[place]));
                    words[place] = 0;
                }

                place += PackedHolding.WordsOf(widths & 3);
            }
        }

        _words.Advance(held.Length);
    }

    private SnapshotFlags AddExtras(AccountExtras extras)
    {
        SnapshotFlags flags = SnapshotFlags.None;
        if (extras.Attributes is { } attributes)
        {
            flags |= SnapshotFlags.HasAttributes;
            _rest.Put(attributes.Count);
            foreach ((string name, BigInteger value) in attributes)
            {
                _rest.Put(name);
                _rest.Put(value);
            }
        }

        if (extras.Episode is { } episode)
        {
            flags |= SnapshotFlags.HasEpisode;
            _rest.Put(episode.Id.Partition);
            _rest.Put(episode.Id.Frame);
            _rest.Put(episode.Id.PositionOffset);
            _rest.Put(episode.Sequence);
            _rest.Put((episode.Held ? 1 : 0) | (episode.Bankrupt ? 2 : 0));
            _rest.Put(episode.ExpiresAtMs);
        }

        if (extras.Await is { } awaits)
        {
            flags |= SnapshotFlags.Awaits;
            _rest.Put(awaits.RemainingInBlock);
            _rest.Put(awaits.BlockNumber);
            _rest.Put(awaits.SinceFrame);
        }

        return flags;
    }
}
