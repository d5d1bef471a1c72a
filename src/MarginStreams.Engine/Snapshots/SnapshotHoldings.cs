using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>Takes holdings' words from a snapshot into the table: checked, and with the numbers that instruments and long amounts have here.</summary>
internal sealed class SnapshotHoldings(AccountTable accounts, SnapshotHead head)
{
    /// <summary>Which account held an instrument last, plus one: nobody holds one twice.</summary>
    private readonly int[] _holders = new int[head.InstrumentCount];

    /// <summary>Gives an account its holdings; the words are overwritten.</summary>
    public void Put(int account, Span<long> words, int count, ref SnapshotCursor rest)
    {
        int found = 0;
        for (int place = 0; place < words.Length; found++)
        {
            long one = words[place];
            int widths = PackedHolding.Widths(one), former = PackedHolding.Instrument(one);
            if (one != PackedHolding.Head(former, PackedHolding.NoSlot, widths) || PackedHolding.Words(widths) > words.Length - place)
            {
                SnapshotCursor.Throw($"a holding whose head is {one:x16}, where {words.Length - place} words are left");
            }

            words[place++] = PackedHolding.Head(head.Instrument(former), PackedHolding.NoSlot, widths);
            if (_holders[former] == account + 1)
            {
                SnapshotCursor.Throw($"an account holds instrument {former} twice");
            }

            _holders[former] = account + 1;
            for (; widths != 0; widths >>= 2)
            {
                int width = widths & 3;
                if (width != PackedHolding.Short || words[place] == 0)
                {
                    Check(words, place, width, ref rest);
                }

                place += PackedHolding.WordsOf(width);
            }
        }

        if (found != count)
        {
            SnapshotCursor.Throw($"an account has {found} holdings where {count} are said to be");
        }

        accounts.PutWords(account, words, count);
    }

    /// <summary>An amount has the width it would have been given; a long one is kept, and its word tells where.</summary>
    private void Check(Span<long> words, int place, int width, ref SnapshotCursor rest)
    {
        if (width == PackedHolding.Zero)
        {
            return;
        }

        BigInteger amount = width switch
        {
            PackedHolding.Short => words[place],
            PackedHolding.Double => new Int128(unchecked((ulong)words[place]), unchecked((ulong)words[place + 1])),
            _ => rest.Number(),
        };
        if (PackedHolding.WidthOf(amount) != width || (width == PackedHolding.Long && words[place] != 0))
        {
            SnapshotCursor.Throw($"amount {amount} has width {width}");
        }

        if (width == PackedHolding.Long)
        {
            words[place] = accounts.KeepLong(amount);
        }
    }
}
