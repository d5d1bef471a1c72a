namespace MarginStreams.Simulation;

/// <summary>What a process asks of the log.</summary>
internal enum LogOperation
{
    /// <summary>Takes over a transactional id.</summary>
    TakeOver,

    /// <summary>Begins a transaction.</summary>
    Begin,

    /// <summary>Writes a record.</summary>
    Produce,

    /// <summary>Puts offsets into a transaction.</summary>
    SendOffsets,

    /// <summary>Commits.</summary>
    Commit,

    /// <summary>Aborts.</summary>
    Abort,

    /// <summary>Reads a record.</summary>
    Poll,

    /// <summary>Asks for offsets or topics.</summary>
    Query,

    /// <summary>Joins a group.</summary>
    Join,

    /// <summary>Takes part in a group.</summary>
    TakePart,
}
