using System.Numerics;
using System.Text;

namespace MarginStreams.Topologies;

/// <summary>Reads what <see cref="StateWriter"/> wrote. Bytes that it did not write are an error, never another state.</summary>
internal ref struct StateReader
{
    private readonly string _what;
    private ReadOnlySpan<byte> _rest;

    /// <summary>A reader of a record that begins with its version.</summary>
    /// <exception cref="InvalidDataException">It is of another version.</exception>
    public StateReader(ReadOnlySpan<byte> bytes, byte version, string what)
    {
        _rest = bytes;
        _what = what;
        byte found = ReadByte();
        if (found != version)
        {
            throw new InvalidDataException($"expected version {version} of {what} in the changelog, but it is {found}");
        }
    }

    /// <summary>One byte.</summary>
    public byte ReadByte() => Take(1)[0];

    /// <summary>A boolean.</summary>
    public bool ReadBoolean() => ReadByte() switch
    {
        0 => false,
        1 => true,
        _ => throw Broken(),
    };

    /// <summary>An integer.</summary>
    public long ReadLong()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = ReadByte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return unchecked((long)(value >> 1) ^ -(long)(value & 1));
            }
        }

        throw Broken();
    }

    /// <summary>An integer of 32 bits.</summary>
    public int ReadInt()
    {
        long value = ReadLong();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Broken();
    }

    /// <summary>A number of items, each of which takes at least one byte.</summary>
    public int ReadCount()
    {
        int count = ReadInt();
        return count >= 0 && count <= _rest.Length ? count : throw Broken();
    }

    /// <summary>Bytes with their length, where they stand.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadCount());

    /// <summary>A string.</summary>
    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>An amount.</summary>
    public BigInteger ReadAmount() => new(ReadBytes());

    /// <summary>The rest, whatever it is.</summary>
    public ReadOnlySpan<byte> ReadRest() => Take(_rest.Length);

    /// <summary>Nothing may be left.</summary>
    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw Broken();
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Broken();
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private readonly InvalidDataException Broken() => new($"{_what} in the changelog cannot be read");
}
