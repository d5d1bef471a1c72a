using System.Numerics;

namespace MarginStreams.Engine;

/// <content>The blocks of words that holdings lie in.</content>
internal sealed partial class AccountTable
{
    /// <summary>The long amount that a word names.</summary>
    public BigInteger LongAmount(long word) => _long[word];

    /// <summary>Keeps a long amount; returns the word that names it.</summary>
    public long KeepLong(BigInteger amount) => _long.Add(amount);

    /// <summary>Gives an account without holdings all its words at once.</summary>
    public void PutWords(int account, ReadOnlySpan<long> words, int count)
    {
        if (count > 0)
        {
            ref AccountRow row = ref Row(account);
            (row.Block, row.Words, row.Count) = (_arena.Rent(words.Length), checked((ushort)words.Length), checked((ushort)count));
            words.CopyTo(Holdings(row));
        }
    }

    private void FreeBlock(ref AccountRow row)
    {
        ReadOnlySpan<long> words = Holdings(row);
        for (int at = 0; at < words.Length; at += PackedHolding.Words(PackedHolding.Widths(words[at])))
        {
            FreeLong(words[at..]);
        }

        if (row.Count > 0)
        {
            _arena.Return(row.Block, row.Words);
        }
    }

    /// <summary>Makes the words at a place more or fewer; the others keep their order.</summary>
    private Span<long> Resize(ref AccountRow row, int place, int former, int now)
    {
        if (former == now)
        {
            return Holdings(row);
        }

        int words = row.Words - former + now;
        int block = _arena.Rent(words);
        Span<long> moved = _arena.At(block, words);
        if (row.Words > 0)
        {
            ReadOnlySpan<long> held = _arena.At(row.Block, row.Words);
            held[..place].CopyTo(moved);
            held[(place + former)..].CopyTo(moved[(place + now)..]);
            _arena.Return(row.Block, row.Words);
        }

        (row.Block, row.Words) = (block, checked((ushort)words));
        return moved;
    }
}
