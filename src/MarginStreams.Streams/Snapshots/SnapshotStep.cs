namespace MarginStreams.Streams;

/// <summary>What a step of writing a snapshot came to.</summary>
internal enum SnapshotStep
{
    /// <summary>There was nothing to do, or the disk is behind.</summary>
    Nothing,

    /// <summary>A piece was written; the next can follow at once.</summary>
    Wrote,

    /// <summary>The snapshot stands.</summary>
    Completed,

    /// <summary>The snapshot could not be written; the one before stays.</summary>
    Failed,
}
