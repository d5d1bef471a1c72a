using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace MarginStreams.Engine;

/// <summary>
/// Writes records of a changelog and pieces of a snapshot: integers as zigzag varints, texts and amounts with their length in bytes. Nothing else reads them,
/// so the form is as short as it is simple; <see cref="StateReader"/> is its mirror.
/// </summary>
public sealed class StateWriter
{
    private const int CapacityFirst = 512;
    private const int VarintBytesMax = 10;

    [ThreadStatic]
    private static StateWriter? _own;

    private byte[] _bytes = new byte[CapacityFirst];
    private int _count;

    /// <summary>What was written, until something else is.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>The thread's writer, empty. Whoever takes it is done before anyone on this thread takes it again.</summary>
    public static StateWriter Own()
    {
        StateWriter writer = _own ??= new StateWriter();
        writer.Clear();
        return writer;
    }

    /// <summary>Starts again.</summary>
    public void Clear() => _count = 0;

    /// <summary>What was written, as an array of its own.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>One byte.</summary>
    public void WriteByte(byte value) => Claim(1)[0] = value;

    /// <summary>A boolean, one byte.</summary>
    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>An integer.</summary>
    public void WriteLong(long value)
    {
        Span<byte> room = Room(VarintBytesMax);
        ulong rest = unchecked((ulong)((value << 1) ^ (value >> 63)));
        int count = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            room[count++] = unchecked((byte)(rest | 0x80));
        }

        room[count++] = (byte)rest;
        _count += count;
    }

    /// <summary>Bytes with their length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteLong(bytes.Length);
        WriteRaw(bytes);
    }

    /// <summary>Bytes as they are.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Claim(bytes.Length));

    /// <summary>A text, UTF-8 with its length.</summary>
    public void WriteString(string value)
    {
        int count = Encoding.UTF8.GetByteCount(value);
        WriteLong(count);
        Encoding.UTF8.GetBytes(value, Claim(count));
    }

    /// <summary>An amount: the fewest bytes of two's complement, little-endian, with their length; none for zero.</summary>
    public void WriteAmount(BigInteger value)
    {
        int count = value.IsZero ? 0 : value.GetByteCount();
        WriteLong(count);
        value.TryWriteBytes(Claim(count), out _);
    }

    /// <summary>An amount of 128 bits, the same bytes.</summary>
    public void WriteAmount(Int128 value)
    {
        long low = unchecked((long)value), high = unchecked((long)(value >> 64));
        if (high == low >> 63)
        {
            WriteAmount(low);
            return;
        }

        int signBits = BitOperations.LeadingZeroCount(unchecked((ulong)(high ^ (high >> 63))));
        int count = 16 - ((signBits - 1) / 8);
        Span<byte> room = Room(1 + 16);
        room[0] = (byte)(count << 1);
        BinaryPrimitives.WriteInt128LittleEndian(room[1..], value);
        _count += 1 + count;
    }

    /// <summary>An amount of 64 bits, the same bytes.</summary>
    public void WriteAmount(long value)
    {
        int signBits = BitOperations.LeadingZeroCount(unchecked((ulong)(value ^ (value >> 63))));
        int count = value == 0 ? 0 : 8 - ((signBits - 1) / 8);
        Span<byte> room = Room(1 + sizeof(long));
        room[0] = (byte)(count << 1);
        BinaryPrimitives.WriteInt64LittleEndian(room[1..], value);
        _count += 1 + count;
    }

    private Span<byte> Claim(int count)
    {
        Span<byte> room = Room(count);
        _count += count;
        return room;
    }

    /// <summary>Room behind what was written, of which any part may be taken.</summary>
    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _count < count)
        {
            Array.Resize(ref _bytes, Math.Max(_count + count, 2 * _bytes.Length));
        }

        return _bytes.AsSpan(_count, count);
    }
}
