using System.Globalization;
using System.Numerics;

namespace MarginStreams.Contracts;

/// <summary>The limits of an amount: an exact signed integer, Avro <c>decimal(76, 0)</c>, big-endian two's complement of at most 32 bytes.</summary>
public static class Amounts
{
    /// <summary>The most decimal digits of an amount.</summary>
    public const int DigitsMax = 76;

    /// <summary>The most bytes of an amount, without superfluous sign bytes.</summary>
    public const int BytesMax = 32;

    /// <summary>The largest amount; the smallest is its negative.</summary>
    public static readonly BigInteger Largest = BigInteger.Pow(10, DigitsMax) - 1;

    /// <summary>Whether a value is an amount.</summary>
    public static bool Fits(BigInteger value) => BigInteger.Abs(value) <= Largest;

    /// <summary>The amount of the bytes; superfluous sign bytes are allowed.</summary>
    /// <exception cref="WireFormatException">It has no bytes or more than 76 digits.</exception>
    internal static BigInteger Read(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> trimmed = TrimSign(bytes);
        if (trimmed.Length <= sizeof(long))
        {
            return ReadLong(trimmed);
        }

        var value = trimmed.Length <= BytesMax ? new BigInteger(trimmed, isBigEndian: true) : BigInteger.Zero;
        return trimmed.Length < BytesMax || (trimmed.Length == BytesMax && Fits(value))
            ? value
            : throw new WireFormatException(WireError.AmountTooLong, $"an amount of {trimmed.Length} bytes has more than {DigitsMax} digits");
    }

    /// <summary>The value of at most 8 bytes, big-endian two's complement.</summary>
    internal static long ReadLong(ReadOnlySpan<byte> bytes)
    {
        long value = bytes[0] < 0x80 ? 0 : -1;
        foreach (byte part in bytes)
        {
            value = (value << 8) | part;
        }

        return value;
    }

    /// <summary>The bytes without superfluous sign bytes: other writers may leave them.</summary>
    /// <exception cref="WireFormatException">There is not one byte.</exception>
    internal static ReadOnlySpan<byte> TrimSign(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            throw new WireFormatException(WireError.Malformed, "expected an amount, but it has no bytes");
        }

        int sign = bytes[0] < 0x80 ? 0x00 : 0xFF;
        int start = 0;
        while (start + 1 < bytes.Length && bytes[start] == sign && (bytes[start + 1] ^ sign) < 0x80)
        {
            start++;
        }

        return bytes[start..];
    }

    /// <summary>The amount of a text: digits, with a minus sign before them or not. Null when it is none, or one of too many digits.</summary>
    internal static BigInteger? Parse(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text is [(byte)'-', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return null;
        }

        digits = digits.TrimStart((byte)'0');
        if (digits.Length > DigitsMax)
        {
            return null;
        }

        Span<char> wide = stackalloc char[DigitsMax];
        for (int i = 0; i < digits.Length; i++)
        {
            wide[i] = (char)digits[i];
        }

        BigInteger size = digits.IsEmpty ? BigInteger.Zero : BigInteger.Parse(wide[..digits.Length], NumberStyles.None, CultureInfo.InvariantCulture);
        return text[0] == (byte)'-' ? -size : size;
    }
}
