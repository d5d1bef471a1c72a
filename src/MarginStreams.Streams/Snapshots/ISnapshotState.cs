namespace MarginStreams.Streams;

/// <summary>A processor whose state is large: it can write it piece by piece, and read the pieces back before the changelog's tail.</summary>
public interface ISnapshotState
{
    /// <summary>
    /// Begins to write the state down. Pieces are taken right after commits, with records processed in between, so each holds what was committed by then; the
    /// changelog from the beginning of the snapshot on corrects what changed after its piece was written.
    /// </summary>
    ISnapshotPieces BeginSnapshot();

    /// <summary>Takes a piece back, in the order in which they were written.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    void ReadPiece(ReadOnlySpan<byte> piece);
}
