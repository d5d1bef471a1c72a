using System.Buffers;

namespace MarginStreams.Streams;

/// <summary>The pieces of a snapshot that is being written, each a megabyte or so.</summary>
public interface ISnapshotPieces
{
    /// <summary>Writes the next piece; false when there is none left, and nothing was written.</summary>
    bool WriteNext(IBufferWriter<byte> piece);
}
