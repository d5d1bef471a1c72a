using System.Buffers.Binary;

namespace MarginStreams.Streams;

/// <summary>Reads a snapshot block by block, each checked before it is handed out.</summary>
internal static class SnapshotFileReader
{
    /// <summary>Hands out the pieces in order, and returns what they belong to.</summary>
    /// <exception cref="InvalidDataException">A byte is not what was written, or some are missing or too many.</exception>
    public static SnapshotManifest Read(Stream file, SnapshotPieceTaker take, bool verify = true)
    {
        Span<byte> head = stackalloc byte[SnapshotFormat.HeadBytes];
        Fill(file, head);
        if (BinaryPrimitives.ReadUInt64LittleEndian(head) != SnapshotFormat.Magic)
        {
            throw new InvalidDataException("it does not begin as a snapshot");
        }

        byte[] block = [];
        Span<byte> prefix = stackalloc byte[SnapshotFormat.PrefixBytes];
        for (int number = 0; ; number++)
        {
            Fill(file, prefix);
            int length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
            if (length is 0 or > StreamLimits.SnapshotPieceBytesMax or < -StreamLimits.SnapshotPieceBytesMax)
            {
                throw new InvalidDataException($"block {number} has a length of {length} bytes");
            }

            int count = Math.Abs(length);
            block = block.Length < count ? new byte[count] : block;
            Span<byte> bytes = block.AsSpan(0, count);
            Fill(file, bytes);
            if (verify && SnapshotFormat.Checksum(number, length, bytes) != BinaryPrimitives.ReadUInt64LittleEndian(prefix[sizeof(int)..]))
            {
                throw new InvalidDataException($"the checksum of block {number} is wrong");
            }

            if (length < 0)
            {
                return End(file, bytes.ToArray(), number);
            }

            take(bytes);
        }
    }

    private static SnapshotManifest End(Stream file, byte[] bytes, int pieceCount)
    {
        SnapshotManifest manifest = SnapshotManifest.Decode(bytes);
        return manifest.PieceCount != pieceCount ? throw new InvalidDataException($"it has {pieceCount} pieces, but {manifest.PieceCount} were written")
            : file.ReadByte() >= 0 ? throw new InvalidDataException("there is more after its end")
            : manifest;
    }

    private static void Fill(Stream file, Span<byte> bytes)
    {
        if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException("it ends in the middle");
        }
    }
}

/// <summary>Takes a piece; its bytes are overwritten afterwards.</summary>
internal delegate void SnapshotPieceTaker(ReadOnlySpan<byte> piece);
