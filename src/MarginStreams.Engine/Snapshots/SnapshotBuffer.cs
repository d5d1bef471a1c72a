using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace MarginStreams.Engine;

/// <summary>A part of a snapshot while it is put together.</summary>
internal sealed class SnapshotBuffer
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Its bytes so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>How many they are.</summary>
    public int Count => _bytes.WrittenCount;

    /// <summary>Starts again.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>Bytes as they are.</summary>
    public void Put(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    /// <summary>Four bytes.</summary>
    public void Put(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }

    /// <summary>Eight bytes.</summary>
    public void Put(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    /// <summary>A text: length and UTF-8.</summary>
    public void Put(string text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        Put(count);
        _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan(count)));
    }

    /// <summary>A number: length and two's complement.</summary>
    public void Put(BigInteger value)
    {
        int count = value.GetByteCount();
        Put(count);
        value.TryWriteBytes(_bytes.GetSpan(count), out int written);
        _bytes.Advance(written);
    }
}
