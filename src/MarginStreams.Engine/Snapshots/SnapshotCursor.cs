using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace MarginStreams.Engine;

/// <summary>Reads one part of a snapshot from its beginning to its end, and not beyond.</summary>
/// <param name="bytes">The part.</param>
/// <param name="name">What it is, for those who have to find out what is wrong.</param>
internal ref struct SnapshotCursor(ReadOnlySpan<byte> bytes, string name)
{
    private ReadOnlySpan<byte> _left = bytes;

    /// <summary>Nothing is left.</summary>
    public readonly bool IsAtEnd => _left.IsEmpty;

    /// <summary>What is wrong with a snapshot.</summary>
    [DoesNotReturn]
    public static void Throw(string what) => throw new InvalidDataException($"the snapshot cannot be read: {what}");

    /// <summary>The next bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _left.Length)
        {
            Throw($"{name} has {_left.Length} bytes left where {count} are said to follow");
        }

        ReadOnlySpan<byte> next = _left[..count];
        _left = _left[count..];
        return next;
    }

    /// <summary>Four bytes.</summary>
    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)));

    /// <summary>Eight bytes.</summary>
    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(sizeof(long)));

    /// <summary>Four bytes that tell a count or a size.</summary>
    public int Count()
    {
        int count = Int();
        if (count < 0)
        {
            Throw($"{name} has a count below zero");
        }

        return count;
    }

    /// <summary>Eight bytes, not below a least value.</summary>
    public long LongFrom(long least)
    {
        long value = Long();
        if (value < least)
        {
            Throw($"{name} has {value} where {least} is the least");
        }

        return value;
    }

    /// <summary>A text.</summary>
    public string Text()
    {
        ReadOnlySpan<byte> utf8 = Bytes(Int());
        if (!Utf8.IsValid(utf8))
        {
            Throw($"{name} has a text that is not UTF-8");
        }

        return Encoding.UTF8.GetString(utf8);
    }

    /// <summary>A number.</summary>
    public BigInteger Number() => new(Bytes(Int()));
}
