using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace MarginStreams.Contracts;

/// <summary>Reads Avro binary from bytes of any origin: whatever they are, it reads a value or throws <see cref="WireFormatException"/>.</summary>
internal ref struct AvroReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>How many bytes were read.</summary>
    public readonly int Position => _at;

    private readonly int Remaining => _bytes.Length - _at;

    /// <summary>A boolean.</summary>
    public bool ReadBoolean()
    {
        byte value = Take(1)[0];
        return value <= 1 ? value == 1 : throw Malformed($"expected a boolean, 0 or 1, but it is {value}");
    }

    /// <summary>A long.</summary>
    public long ReadLong()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (_at >= _bytes.Length)
            {
                throw Malformed("it ends within a number");
            }

            byte part = _bytes[_at++];
            if (shift == 63 && part > 1)
            {
                break;
            }

            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return unchecked((long)(value >> 1) ^ -(long)(value & 1));
            }
        }

        throw Malformed("a number has more than 64 bits");
    }

    /// <summary>An int.</summary>
    public int ReadInt()
    {
        long value = ReadLong();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Malformed($"expected an int, but it is {value}");
    }

    /// <summary>An index below a number: a union's branch, an enum's symbol.</summary>
    public int ReadIndex(int count)
    {
        long index = ReadLong();
        return index >= 0 && index < count ? (int)index : throw Malformed($"expected an index below {count}, but it is {index}");
    }

    /// <summary>Whether an optional value, a union of null and something, is there.</summary>
    public bool ReadIsPresent() => ReadIndex(2) == 1;

    /// <summary>Bytes with their length, where they stand.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        long length = ReadLong();
        return length >= 0 && length <= Remaining
            ? Take((int)length)
            : throw Malformed($"expected a length of at most the {Remaining} bytes that are left, but it is {length}");
    }

    /// <summary>A string's UTF-8, where it stands.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        ReadOnlySpan<byte> text = ReadBytes();
        return Utf8.IsValid(text) ? text : throw Malformed("a string is not UTF-8");
    }

    /// <summary>A string.</summary>
    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    /// <summary>An amount.</summary>
    public BigInteger ReadAmount() => Amounts.Read(ReadBytes());

    /// <summary>
    /// How many items the next block of a list or map has; 0 ends it. As each item takes at least one byte, a count beyond what is left is a lie,
    /// and nothing is ever allocated for one.
    /// </summary>
    public int ReadBlock()
    {
        long count = ReadLong();
        if (count < 0)
        {
            // A negative count says that the block's size in bytes follows, for those who skip.
            ReadLong();
            count = count == long.MinValue ? long.MaxValue : -count;
        }

        return count <= Remaining ? (int)count : throw Malformed($"a list of {count} items cannot stand in {Remaining} bytes");
    }

    /// <summary>A number of bytes.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw Malformed("it ends too early");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }

    /// <summary>Throws when something is left.</summary>
    public readonly void ExpectEnd()
    {
        if (Remaining > 0)
        {
            throw new WireFormatException(WireError.TrailingBytes, $"{Remaining} bytes follow after the record");
        }
    }

    private readonly WireFormatException Malformed(string message) => new(WireError.Malformed, $"at byte {_at}: {message}");
}
