using System.Numerics;

namespace MarginStreams.Engine;

/// <summary>
/// How a holding lies in the words of its account's block: a head, then size, cost and settled index, each in as many words as it takes. The head has the
/// slot in the factor's index (32 bits; all ones is none), the instrument (24 bits), the three widths (2 bits each), and whether the slot has limits besides
/// that of a falling principal.
/// </summary>
internal static class PackedHolding
{
    /// <summary>No slot.</summary>
    public const int NoSlot = -1;

    /// <summary>Widths of a holding of 64-bit size without cost and settled index.</summary>
    public const int SizeOnly = 0b00_00_01;

    /// <summary>Widths of a holding of 64-bit size, cost and settled index.</summary>
    public const int AllShort = 0b01_01_01;

    /// <summary>Width of an amount that takes no word, since it is zero; one word; two words; or a word that names one in the table of long amounts.</summary>
    public const int Zero = 0, Short = 1, Double = 2, Long = 3;

    private const int InstrumentShift = 32, WidthShift = 56, WidthMask = 0b11_11_11;
    private const long More = 1L << 62;
    private const int InstrumentMask = (1 << (WidthShift - InstrumentShift)) - 1;

    /// <summary>A head.</summary>
    public static long Head(int instrument, int slot, int widths) =>
        unchecked((long)((ulong)(uint)slot | ((ulong)(uint)instrument << InstrumentShift) | ((ulong)(uint)widths << WidthShift)));

    /// <summary>The instrument of a head.</summary>
    public static int Instrument(long head) => (int)((head >>> InstrumentShift) & InstrumentMask);

    /// <summary>The slot of a head.</summary>
    public static int Slot(long head) => unchecked((int)head);

    /// <summary>The widths of a head.</summary>
    public static int Widths(long head) => (int)(head >>> WidthShift) & WidthMask;

    /// <summary>Whether the slot has more limits than one.</summary>
    public static bool HasMore(long head) => (head & More) != 0;

    /// <summary>A head with another slot, which has no more limits than one.</summary>
    public static long WithSlot(long head, int slot) => unchecked((long)(((ulong)(head & ~More) & ~0xFFFF_FFFFUL) | (uint)slot));

    /// <summary>A head whose slot has more limits than one, or not.</summary>
    public static long WithMore(long head, bool more) => more ? head | More : head & ~More;

    /// <summary>Words of a holding of these widths.</summary>
    public static int Words(int widths) => 1 + WordsOf(widths & 3) + WordsOf((widths >> 2) & 3) + WordsOf(widths >> 4);

    /// <summary>Words of an amount of a width.</summary>
    public static int WordsOf(int width) => width == Long ? 1 : width;

    /// <summary>The width that an amount takes.</summary>
    public static int WidthOf(BigInteger amount) =>
        amount.IsZero ? Zero
        : amount >= long.MinValue && amount <= long.MaxValue ? Short
        : amount.GetBitLength() <= NarrowBits ? Double
        : Long;

    /// <summary>The width that an amount takes.</summary>
    public static int WidthOf(Int128 amount)
    {
        if (amount == unchecked((long)amount))
        {
            return amount == 0 ? Zero : Short;
        }

        int bits = 128 - (int)Int128.LeadingZeroCount(amount ^ (amount >> 127));
        return bits <= NarrowBits ? Double : Long;
    }

    /// <summary>Longest amount in two words, bits: what the narrow lane takes.</summary>
    private const int NarrowBits = 120;
}
