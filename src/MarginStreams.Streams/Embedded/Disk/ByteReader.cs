using System.Text;

namespace MarginStreams.Streams;

/// <summary>Reads what <see cref="ByteBuffer"/> has put together. Bytes that cannot be that are an <see cref="InvalidDataException"/>.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Whether all was read.</summary>
    public readonly bool IsAtEnd => _at == _bytes.Length;

    /// <summary>Reads one byte.</summary>
    public byte Byte() => _at < _bytes.Length ? _bytes[_at++] : throw new InvalidDataException("it ends too early");

    /// <summary>Reads an integer that is never negative.</summary>
    public long Unsigned()
    {
        long value = unchecked((long)Raw());
        return value >= 0 ? value : throw new InvalidDataException("an integer is negative");
    }

    /// <summary>Reads an integer.</summary>
    public long Signed()
    {
        ulong raw = Raw();
        return unchecked((long)(raw >> 1) ^ -(long)(raw & 1));
    }

    /// <summary>Reads a number of things that take at least a byte each.</summary>
    public int Count()
    {
        long count = Unsigned();
        return count <= _bytes.Length - _at ? (int)count : throw new InvalidDataException("it ends too early");
    }

    /// <summary>Reads a byte string.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        int length = Count();
        _at += length;
        return _bytes.Slice(_at - length, length);
    }

    /// <summary>Reads a text.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes());

    private ulong Raw()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("an integer is too long");
    }
}
