namespace MarginStreams.Engine;

/// <summary>Where a snapshot goes, piece by piece: pieces of about a megabyte, and short ones between them.</summary>
public interface ISnapshotSink
{
    /// <summary>Takes the next bytes. They are overwritten after it returns.</summary>
    void Write(ReadOnlySpan<byte> bytes);
}
