using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace MarginStreams.Contracts;

/// <summary>Writes Avro binary to a buffer that grows.</summary>
internal sealed class AvroWriter
{
    private const int CapacityFirst = 512;

    // A thread keeps its buffer, unless a record has made it larger than this.
    private const int CapacityKept = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [ThreadStatic]
    private static AvroWriter? _own;

    private byte[] _buffer = new byte[CapacityFirst];
    private int _length;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>The thread's writer, empty. Whoever takes it must be done before anyone on this thread takes it again.</summary>
    public static AvroWriter Own()
    {
        AvroWriter writer = _own ??= new AvroWriter();
        writer._length = 0;
        if (writer._buffer.Length > CapacityKept)
        {
            writer._buffer = new byte[CapacityFirst];
        }

        return writer;
    }

    /// <summary>What was written, as an array of its own.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>A boolean, one byte.</summary>
    public void WriteBoolean(bool value) => Claim(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>An int, a long, an enum's index, a union's branch, a length: zigzag varint.</summary>
    public void WriteLong(long value)
    {
        ulong rest = unchecked((ulong)((value << 1) ^ (value >> 63)));
        while (rest >= 0x80)
        {
            Claim(1)[0] = (byte)(rest & 0x7F | 0x80);
            rest >>= 7;
        }

        Claim(1)[0] = (byte)rest;
    }

    /// <summary>Bytes with their length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteLong(bytes.Length);
        WriteRaw(bytes);
    }

    /// <summary>Bytes that are Avro already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Claim(bytes.Length));

    /// <summary>A string, UTF-8 with its length.</summary>
    /// <exception cref="WireFormatException">It holds half of a surrogate pair.</exception>
    public void WriteString(string value)
    {
        try
        {
            int count = Strict.GetByteCount(value);
            WriteLong(count);
            Strict.GetBytes(value, Claim(count));
        }
        catch (EncoderFallbackException invalid)
        {
            throw new WireFormatException(WireError.Malformed, "a string holds half of a surrogate pair", invalid);
        }
    }

    /// <summary>An amount: the fewest big-endian bytes of two's complement, with their length.</summary>
    /// <exception cref="WireFormatException">It has more than 76 digits.</exception>
    public void WriteAmount(BigInteger value)
    {
        if (value >= long.MinValue && value <= long.MaxValue)
        {
            WriteAmount((long)value);
            return;
        }

        if (!Amounts.Fits(value))
        {
            throw new WireFormatException(WireError.AmountTooLong, $"an amount has more than {Amounts.DigitsMax} digits: {value}");
        }

        Span<byte> bytes = stackalloc byte[Amounts.BytesMax];
        value.TryWriteBytes(bytes, out int count, isBigEndian: true);
        WriteBytes(bytes[..count]);
    }

    /// <summary>An amount that fits into 64 bits.</summary>
    public void WriteAmount(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        WriteBytes(Amounts.TrimSign(bytes));
    }

    private Span<byte> Claim(int count)
    {
        int start = _length;
        int end = start + count;
        if (end > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Max(end, Math.Min(2L * _buffer.Length, Array.MaxLength)));
        }

        _length = end;
        return _buffer.AsSpan(start, count);
    }
}
