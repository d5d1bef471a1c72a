using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace MarginStreams.Engine;

/// <summary>Reads what <see cref="StateWriter"/> wrote. Bytes that it did not write are an error, never another state.</summary>
public ref struct StateReader
{
    private readonly string _what;
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    /// <summary>A reader of a record that begins with its version.</summary>
    /// <exception cref="InvalidDataException">It is of another version.</exception>
    public StateReader(ReadOnlySpan<byte> bytes, byte version, string what)
    {
        _bytes = bytes;
        _what = what;
        byte found = ReadByte();
        if (found != version)
        {
            throw new InvalidDataException($"expected version {version} of {what}, but it is {found}");
        }
    }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool IsAtEnd => _at == _bytes.Length;

    /// <summary>What is wrong with a record that cannot be read.</summary>
    [DoesNotReturn]
    public readonly void Refuse() => throw new InvalidDataException($"{_what} cannot be read");

    /// <summary>One byte.</summary>
    public byte ReadByte()
    {
        if (_at == _bytes.Length)
        {
            Refuse();
        }

        return _bytes[_at++];
    }

    /// <summary>A boolean.</summary>
    public bool ReadBoolean()
    {
        byte value = ReadByte();
        if (value > 1)
        {
            Refuse();
        }

        return value == 1;
    }

    /// <summary>An integer.</summary>
    public long ReadLong()
    {
        byte part = ReadByte();
        ulong value = (ulong)part & 0x7F;
        for (int shift = 7; part >= 0x80; shift += 7)
        {
            part = ReadByte();
            if (part == 0 || (shift == 63 && part > 1))
            {
                Refuse();
            }

            value |= (ulong)(part & 0x7F) << shift;
        }

        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }

    /// <summary>An integer that is not below a least one.</summary>
    public long ReadLongFrom(long least)
    {
        long value = ReadLong();
        if (value < least)
        {
            Refuse();
        }

        return value;
    }

    /// <summary>An integer of 32 bits.</summary>
    public int ReadInt()
    {
        long value = ReadLong();
        if (value is < int.MinValue or > int.MaxValue)
        {
            Refuse();
        }

        return (int)value;
    }

    /// <summary>A number of items, each of which takes at least one byte.</summary>
    public int ReadCount()
    {
        long count = ReadLong();
        if (count < 0 || count > _bytes.Length - _at)
        {
            Refuse();
        }

        return (int)count;
    }

    /// <summary>Bytes with their length, where they stand.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadCount());

    /// <summary>A text's UTF-8, where it stands.</summary>
    public ReadOnlySpan<byte> ReadUtf8()
    {
        ReadOnlySpan<byte> text = ReadBytes();
        if (!Utf8.IsValid(text))
        {
            Refuse();
        }

        return text;
    }

    /// <summary>A text.</summary>
    public string ReadString() => Encoding.UTF8.GetString(ReadUtf8());

    /// <summary>An amount.</summary>
    public BigInteger ReadAmount() => new(ReadAmountBytes());

    /// <summary>An amount in 128 bits; false where it has more, and then it is not read.</summary>
    public bool TryReadAmount(out Int128 amount)
    {
        int before = _at;
        ReadOnlySpan<byte> bytes = ReadAmountBytes();
        if (bytes.Length <= sizeof(long))
        {
            amount = ShortBefore(_at, bytes);
            return true;
        }

        amount = default;
        if (bytes.Length > 16)
        {
            _at = before;
            return false;
        }

        Span<byte> wide = stackalloc byte[16];
        wide.Fill(bytes[^1] < 0x80 ? (byte)0 : (byte)0xFF);
        bytes.CopyTo(wide);
        amount = BinaryPrimitives.ReadInt128LittleEndian(wide);
        return true;
    }

    /// <summary>The rest, whatever it is.</summary>
    public ReadOnlySpan<byte> ReadRest() => Take(_bytes.Length - _at);

    /// <summary>Nothing may be left.</summary>
    public readonly void ExpectEnd()
    {
        if (!IsAtEnd)
        {
            Refuse();
        }
    }

    /// <summary>The bytes of an amount, which are as few as they can be.</summary>
    private ReadOnlySpan<byte> ReadAmountBytes()
    {
        ReadOnlySpan<byte> bytes = ReadBytes();
        bool isLonger = bytes switch
        {
            [] => false,
            [byte only] => only == 0,
            [.., byte before, byte last] => (last == 0x00 && before < 0x80) || (last == 0xFF && before >= 0x80),
        };
        if (isLonger)
        {
            Refuse();
        }

        return bytes;
    }

    /// <summary>An amount of at most 8 bytes, which end at a place: in one load where there are 8 from its beginning on.</summary>
    private readonly long ShortBefore(int end, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        int start = end - bytes.Length, beyond = 8 * (sizeof(long) - bytes.Length);
        if (start + sizeof(long) <= _bytes.Length)
        {
            return BinaryPrimitives.ReadInt64LittleEndian(_bytes[start..]) << beyond >> beyond;
        }

        long value = unchecked((sbyte)bytes[^1]);
        for (int i = bytes.Length - 2; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }
}
