namespace MarginStreams.Streams;

/// <summary>
/// The limits of every queue and buffer of the runtime, so that its memory is bounded whatever the log does: what fills up holds back its source.
/// </summary>
public static class StreamLimits
{
    /// <summary>Records of one input of a task that wait in memory.</summary>
    public const int BufferedRecordsMax = 4_000;

    /// <summary>Records of a partition that several tasks share which are kept for the slowest of them.</summary>
    public const int SharedRecordsMax = 4_000;

    /// <summary>Records that a worker reads before it turns to its tasks.</summary>
    public const int ReadRecordsMax = 10_000;

    /// <summary>Records that a task processes in one turn.</summary>
    public const int TurnRecordsMax = 1_000;

    /// <summary>Records of a changelog that a task takes back in one turn.</summary>
    public const int RestoreRecordsMax = 10_000;

    /// <summary>Tasks of a worker that take back their state at once, where each does it on a thread of its own.</summary>
    public const int RestoresMax = 4;

    /// <summary>Input records in one transaction.</summary>
    public const int CommitRecordsMax = 100_000;

    /// <summary>Dead letters among so many input records as <see cref="DeadLetterBurstRecords"/> says; with more a task stops.</summary>
    public const int DeadLetterBurstMax = 1_000;

    /// <summary>Input records after which the dead letters of a burst are counted anew.</summary>
    public const int DeadLetterBurstRecords = 10_000;

    /// <summary>Pieces of a snapshot that wait for the disk; while it is slower, the snapshot waits and the task does not.</summary>
    public const int SnapshotPiecesMax = 8;

    /// <summary>Bytes of a piece of a snapshot.</summary>
    public const int SnapshotPieceBytesMax = 64 * 1024 * 1024;
}
