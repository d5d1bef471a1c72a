using System.Buffers;

namespace MarginStreams.Streams;

/// <summary>A snapshot that is being written: a piece at a time, each right after a commit, with records taken in between.</summary>
public interface ISnapshotPieces
{
    /// <summary>Writes the next piece, of about a megabyte at most; false, and nothing written, when there is none left.</summary>
    bool WriteNext(IBufferWriter<byte> piece);
}
