namespace MarginStreams.Engine;

/// <summary>Where a snapshot comes from: the bytes that a sink took, however they are cut.</summary>
public interface ISnapshotSource
{
    /// <summary>Fills the span with the next bytes; false when fewer are left.</summary>
    bool TryRead(Span<byte> bytes);
}
