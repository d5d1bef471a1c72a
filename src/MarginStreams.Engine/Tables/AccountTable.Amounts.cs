using System.Numerics;

namespace MarginStreams.Engine;

/// <content>Amounts in words.</content>
internal sealed partial class AccountTable
{
    private static bool TryRead(ReadOnlySpan<long> words, ref int at, int width, out Int128 amount)
    {
        amount = width switch
        {
            PackedHolding.Short => words[at],
            PackedHolding.Double => new Int128(unchecked((ulong)words[at]), unchecked((ulong)words[at + 1])),
            _ => Int128.Zero,
        };
        at += PackedHolding.WordsOf(width);
        return width != PackedHolding.Long;
    }

    private BigInteger Read(ReadOnlySpan<long> words, ref int at, int width)
    {
        BigInteger amount = width switch
        {
            PackedHolding.Zero => BigInteger.Zero,
            PackedHolding.Short => words[at],
            PackedHolding.Double => (BigInteger)new Int128(unchecked((ulong)words[at]), unchecked((ulong)words[at + 1])),
            _ => _long[words[at]],
        };
        at += PackedHolding.WordsOf(width);
        return amount;
    }

    /// <summary>Writes an amount of a width into the words from a place on, and goes on behind it.</summary>
    public void Write(Span<long> words, ref int at, Int128 amount, int width)
    {
        switch (width)
        {
            case PackedHolding.Short:
                words[at] = unchecked((long)amount);
                break;
            case PackedHolding.Double:
                words[at] = unchecked((long)(ulong)(amount >> 64));
                words[at + 1] = unchecked((long)(ulong)amount);
                break;
            case PackedHolding.Long:
                words[at] = _long.Add(amount);
                break;
            default:
                break;
        }

        at += PackedHolding.WordsOf(width);
    }

    private void Write(Span<long> words, ref int at, BigInteger amount, int width)
    {
        if (width == PackedHolding.Long)
        {
            words[at++] = _long.Add(amount);
        }
        else
        {
            Write(words, ref at, (Int128)amount, width);
        }
    }
}
