using System.Text;

namespace MarginStreams.Streams;

/// <summary>Bytes that are put together for a file: integers of seven bits a byte, and byte strings behind their length.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[1_024];

    /// <summary>Number of bytes written.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes written; they move at the next write.</summary>
    public Span<byte> Written => _bytes.AsSpan(0, Count);

    /// <summary>Forgets everything but a number of bytes at the beginning, whose content is of no account.</summary>
    public void Reset(int reserved) => Count = reserved;

    /// <summary>Writes one byte.</summary>
    public void Byte(byte value)
    {
        Ensure(1);
        _bytes[Count++] = value;
    }

    /// <summary>Writes an integer that is mostly small and never negative.</summary>
    public void Unsigned(long value) => Raw((ulong)value);

    /// <summary>Writes an integer that is mostly near zero.</summary>
    public void Signed(long value) => Raw(unchecked((ulong)((value << 1) ^ (value >> 63))));

    /// <summary>Writes a byte string.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Unsigned(value.Length);
        Ensure(value.Length);
        value.CopyTo(_bytes.AsSpan(Count));
        Count += value.Length;
    }

    /// <summary>Writes a text.</summary>
    public void Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    private void Raw(ulong value)
    {
        Ensure(10);
        for (; value >= 0x80; value >>= 7)
        {
            _bytes[Count++] = (byte)(0x80 | (value & 0x7F));
        }

        _bytes[Count++] = (byte)value;
    }

    private void Ensure(int more)
    {
        if (_bytes.Length - Count < more)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Count + more));
        }
    }
}
