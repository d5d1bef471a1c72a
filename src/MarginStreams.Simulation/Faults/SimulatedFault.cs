namespace MarginStreams.Simulation;

/// <summary>What may go wrong.</summary>
public enum SimulatedFault
{
    /// <summary>A process ends without a word, before or after an operation took effect, and starts again later.</summary>
    Crash,

    /// <summary>A process stands still past its session in the middle of an operation, while others go on, and then goes on itself.</summary>
    Zombie,

    /// <summary>An operation takes effect, and its reply takes long.</summary>
    Delay,

    /// <summary>An operation takes effect, and its reply is lost.</summary>
    ReplyLost,

    /// <summary>A request is lost, so nothing takes effect.</summary>
    RequestLost,

    /// <summary>A commit of unknown outcome took effect.</summary>
    CommitUnknownDone,

    /// <summary>A commit of unknown outcome took no effect.</summary>
    CommitUnknownLost,

    /// <summary>A commit of unknown outcome takes effect later, unless its producer was fenced by then.</summary>
    CommitUnknownLate,

    /// <summary>The log answers nobody for a while.</summary>
    Outage,

    /// <summary>The log forgets to end the transactions that are open, and fences their producers.</summary>
    TransactionsForgotten,

    /// <summary>The log does not answer one process for a while.</summary>
    CutOff,

    /// <summary>A consumer hands out again what it handed out just before.</summary>
    Redelivery,

    /// <summary>A poll finds nothing although there is something.</summary>
    EmptyPoll,

    /// <summary>For a while a consumer does not hear of what is new.</summary>
    StaleEnd,

    /// <summary>A process stops as it should, and starts again later.</summary>
    Leave,

    /// <summary>Nobody gets any time for so long that all sessions end.</summary>
    TimeJump,

    /// <summary>The wall clock of a process jumps.</summary>
    ClockJump,

    /// <summary>A partition of a compacted topic is compacted.</summary>
    Compaction,

    /// <summary>The disk of a process is slow.</summary>
    DiskSlow,

    /// <summary>The disk of a process is full, from some byte on.</summary>
    DiskFull,

    /// <summary>A bit of a snapshot flips.</summary>
    SnapshotFlipped,

    /// <summary>A snapshot loses its end.</summary>
    SnapshotCut,

    /// <summary>A snapshot is lost.</summary>
    SnapshotLost,

    /// <summary>A snapshot is replaced by the one before it.</summary>
    SnapshotOld,

    /// <summary>An indexer writes a record again.</summary>
    InputRepeated,

    /// <summary>An indexer writes two records in the wrong order.</summary>
    InputReordered,

    /// <summary>An indexer aborts a transaction and writes its records again.</summary>
    InputAborted,

    /// <summary>An indexer leaves a transaction open for a while: nothing behind it is visible.</summary>
    InputLeftOpen,

    /// <summary>A record is rubbish, or in the wrong partition.</summary>
    InputRubbish,
}
