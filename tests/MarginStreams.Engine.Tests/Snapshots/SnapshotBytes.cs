using System.Runtime.InteropServices;

namespace MarginStreams.Engine.Tests;

/// <summary>A snapshot in memory: a sink, and a source that gives what it took.</summary>
internal sealed class SnapshotBytes : ISnapshotSink, ISnapshotSource
{
    private readonly List<byte> _bytes = [];
    private int _at;

    public SnapshotBytes()
    {
    }

    public SnapshotBytes(IEnumerable<byte> bytes) => _bytes.AddRange(bytes);

    public byte[] All => [.. _bytes];

    public int Left => _bytes.Count - _at;

    /// <summary>What an engine writes.</summary>
    public static SnapshotBytes Of(MarginEngine engine, out SnapshotSummary summary)
    {
        var bytes = new SnapshotBytes();
        summary = engine.WriteSnapshot(bytes);
        return bytes;
    }

    public void Write(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

    public bool TryRead(Span<byte> bytes)
    {
        if (bytes.Length > Left)
        {
            return false;
        }

        CollectionsMarshal.AsSpan(_bytes).Slice(_at, bytes.Length).CopyTo(bytes);
        _at += bytes.Length;
        return true;
    }
}
