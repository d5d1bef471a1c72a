namespace MarginStreams.Streams;

/// <summary>
/// A processor whose state is large: it can write it piece by piece, and read the pieces back before the changelog's tail. Records of the changelog from the
/// one on at which the first piece was written make of the pieces what was committed last: whole records replace, tombstones remove.
/// </summary>
public interface ISnapshotState
{
    /// <summary>Begins with the first piece of a snapshot, right after a commit.</summary>
    ISnapshotPieces BeginSnapshot();

    /// <summary>Takes a piece back, before any record of the changelog; in the order in which they were written.</summary>
    /// <exception cref="InvalidDataException">It is not one. The processor may hold some of it, and is of no use any more.</exception>
    void ReadPiece(ReadOnlySpan<byte> piece);
}
