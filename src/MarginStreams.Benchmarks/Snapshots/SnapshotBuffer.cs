using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Snapshots;

/// <summary>A snapshot in one array: what memory alone takes, without a disk.</summary>
internal sealed class SnapshotBuffer : ISnapshotSink, ISnapshotSource
{
    private byte[] _bytes = [];
    private int _written;
    private int _read;

    /// <summary>Starts to write again.</summary>
    public void Clear() => (_written, _read) = (0, 0);

    /// <summary>Starts to read again.</summary>
    public void Rewind() => _read = 0;

    /// <summary>Copies all of it, to compare with.</summary>
    public void CopyTo(Span<byte> other) => _bytes.AsSpan(0, _written).CopyTo(other);

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_written + bytes.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_written + bytes.Length, 2 * _bytes.Length));
        }

        bytes.CopyTo(_bytes.AsSpan(_written));
        _written += bytes.Length;
    }

    public bool TryRead(Span<byte> bytes)
    {
        if (bytes.Length > _written - _read)
        {
            return false;
        }

        _bytes.AsSpan(_read, bytes.Length).CopyTo(bytes);
        _read += bytes.Length;
        return true;
    }
}
