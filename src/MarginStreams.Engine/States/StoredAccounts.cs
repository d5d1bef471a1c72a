using System.Text.Unicode;

namespace MarginStreams.Engine;

/// <summary>Accounts straight from the tables into their records, and back: <see cref="AccountStateFormat"/> says what is in those.</summary>
internal sealed class StoredAccounts(AccountTable accounts, MarketTable market, WarningLines warnings)
{
    private long[] _words = new long[64];
    private long[] _order = new long[16];

    /// <summary>Writes an account behind what a writer holds.</summary>
    public void Write(int account, StateWriter writer)
    {
        ref AccountRow row = ref accounts.Row(account);
        AccountExtras? extras = accounts.Extras(account, row);
        AccountStateFormat.WriteHead(
            writer,
            new AccountHead(row.PositionOffset, row.Band, warnings[row.Warning], extras?.Attributes, extras?.Episode, extras?.Await));
        ReadOnlySpan<long> words = accounts.Holdings(row);
        foreach (long ranked in InOrder(row, words))
        {
            int place = unchecked((int)ranked);
            writer.WriteBytes(market.InstrumentAt(PackedHolding.Instrument(words[place])).Utf8);
            int at = place + 1;
            for (int widths = PackedHolding.Widths(words[place]), left = 3; left > 0; left--, widths >>= 2)
            {
                WriteAmount(words, ref at, widths & 3, writer);
            }
        }
    }

    /// <summary>Gives an account without anything what a record says. Nobody looks at it before it is connected.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public void Read(int account, ReadOnlySpan<byte> state)
    {
        var reader = new StateReader(state, AccountStateFormat.Version, AccountStateFormat.What);
        AccountHead head = AccountStateFormat.ReadHead(ref reader);
        int count = 0, used = 0;
        ReadOnlySpan<byte> former = [];
        for (; !reader.IsAtEnd; count++)
        {
            ReadOnlySpan<byte> name = reader.ReadBytes();
            InstrumentSlot? instrument = market.Find(name);
            if ((count > 0 && Utf8Order.Compare(former, name) >= 0) || (instrument is null && !Utf8.IsValid(name)))
            {
                reader.Refuse();
            }

            former = name;
            used = ReadHolding(ref reader, (instrument ?? market.Instrument(name)).Index, used);
        }

        accounts.PutWords(account, _words.AsSpan(0, used), count);
        if (head.HasExtras)
        {
            SetExtras(account, head);
        }

        ref AccountRow row = ref accounts.Row(account);
        row.PositionOffset = head.PositionOffset;
        row.Band = head.Band;
        row.Warning = warnings.NumberOf(head.WarningPpm);
    }

    // A method of its own: whoever has no extras makes no closure.
    private void SetExtras(int account, AccountHead head) =>
        accounts.SetExtras(account, extras => (extras.Attributes, extras.Episode, extras.Await) = (head.Attributes, head.Episode, head.Await));

    private int ReadHolding(ref StateReader reader, int instrument, int head)
    {
        if (_words.Length < head + 7)
        {
            Array.Resize(ref _words, 2 * _words.Length);
        }

        int at = head + 1, widths = 0;
        for (int shift = 0; shift < 6; shift += 2)
        {
            int width = PackedHolding.Long;
            if (reader.TryReadAmount(out Int128 amount))
            {
                width = PackedHolding.WidthOf(amount);
                accounts.Write(_words, ref at, amount, width);
            }
            else
            {
                _words[at++] = accounts.KeepLong(reader.ReadAmount());
            }

            widths |= width << shift;
        }

        _words[head] = PackedHolding.Head(instrument, PackedHolding.NoSlot, widths);
        return at;
    }

    private void WriteAmount(ReadOnlySpan<long> words, ref int at, int width, StateWriter writer)
    {
        switch (width)
        {
            case PackedHolding.Short:
                writer.WriteAmount(words[at]);
                break;
            case PackedHolding.Double:
                writer.WriteAmount(new Int128(unchecked((ulong)words[at]), unchecked((ulong)words[at + 1])));
                break;
            case PackedHolding.Long:
                writer.WriteAmount(accounts.LongAmount(words[at]));
                break;
            default:
                writer.WriteAmount(0L);
                break;
        }

        at += PackedHolding.WordsOf(width);
    }

    /// <summary>Where the holdings begin, in the lower half of each word, in ordinal order of instrument.</summary>
    private ReadOnlySpan<long> InOrder(in AccountRow row, ReadOnlySpan<long> words)
    {
        if (row.Count > _order.Length)
        {
            _order = new long[2 * row.Count];
        }

        Span<long> order = _order.AsSpan(0, row.Count);
        for (int i = 0, place = 0; i < order.Length; place += PackedHolding.Words(PackedHolding.Widths(words[place])), i++)
        {
            order[i] = ((long)market.RankOf(PackedHolding.Instrument(words[place])) << 32) | (uint)place;
        }

        order.Sort();
        return order;
    }
}
