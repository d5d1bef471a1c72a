using System.Buffers.Binary;

namespace MarginStreams.Streams;

/// <summary>Writes a snapshot block by block.</summary>
internal sealed class SnapshotFileWriter
{
    private readonly Stream _file;
    private int _blockCount;

    /// <summary>Writes the head.</summary>
    public SnapshotFileWriter(Stream file)
    {
        _file = file;
        Span<byte> head = stackalloc byte[SnapshotFormat.HeadBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(head, SnapshotFormat.Magic);
        _file.Write(head);
    }

    /// <summary>Writes a piece.</summary>
    public void Write(ReadOnlySpan<byte> piece) => WriteBlock(piece.Length, piece);

    /// <summary>Writes the end.</summary>
    public void Write(SnapshotManifest manifest)
    {
        byte[] bytes = manifest.Encode();
        WriteBlock(-bytes.Length, bytes);
    }

    private void WriteBlock(int length, ReadOnlySpan<byte> bytes)
    {
        Span<byte> prefix = stackalloc byte[SnapshotFormat.PrefixBytes];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, length);
        BinaryPrimitives.WriteUInt64LittleEndian(prefix[sizeof(int)..], SnapshotFormat.Checksum(_blockCount, length, bytes));
        _file.Write(prefix);
        _file.Write(bytes);
        _blockCount++;
    }
}
