using System.Buffers;
using System.Numerics;
using System.Text;

namespace MarginStreams.Topologies;

/// <summary>
/// Writes records of a changelog: integers as zigzag varints, strings and amounts with their length in bytes. Nothing else reads them, so the form is as short
/// as it is simple; <see cref="StateReader"/> is its mirror.
/// </summary>
internal sealed class StateWriter
{
    [ThreadStatic]
    private static StateWriter? _own;

    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>The thread's writer, empty. Whoever takes it is done before anyone on this thread takes it again.</summary>
    public static StateWriter Own()
    {
        StateWriter writer = _own ??= new StateWriter();
        writer._buffer.ResetWrittenCount();
        return writer;
    }

    /// <summary>What was written, as an array of its own.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    /// <summary>One byte.</summary>
    public void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    /// <summary>A boolean, one byte.</summary>
    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>An integer.</summary>
    public void WriteLong(long value)
    {
        ulong rest = unchecked((ulong)((value << 1) ^ (value >> 63)));
        for (; rest >= 0x80; rest >>= 7)
        {
            WriteByte((byte)((rest & 0x7F) | 0x80));
        }

        WriteByte((byte)rest);
    }

    /// <summary>Bytes with their length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteLong(bytes.Length);
        _buffer.Write(bytes);
    }

    /// <summary>A string, UTF-8 with its length.</summary>
    public void WriteString(string value)
    {
        int count = Encoding.UTF8.GetByteCount(value);
        WriteLong(count);
        _buffer.Advance(Encoding.UTF8.GetBytes(value, _buffer.GetSpan(count)));
    }

    /// <summary>An amount, two's complement with its length.</summary>
    public void WriteAmount(BigInteger value)
    {
        int count = value.GetByteCount();
        WriteLong(count);
        value.TryWriteBytes(_buffer.GetSpan(count), out int written);
        _buffer.Advance(written);
    }
}
