namespace MarginStreams.Streams;

/// <summary>What a task is doing.</summary>
/// <remarks>
/// <code>
/// Created --Open--> Restoring --changelog read--> Running &lt;--commit--> Committing
///    \                  \                            \                     \
///     +------------------+------ any exception -------+---------------------+--> Failed --> (a new task, Created)
///      any of them --Dispose--> Closed
/// </code>
/// </remarks>
public enum TaskState
{
    /// <summary>It has nothing yet.</summary>
    Created,

    /// <summary>It has fenced its predecessor and reads its state.</summary>
    Restoring,

    /// <summary>It processes its inputs.</summary>
    Running,

    /// <summary>A commit is under way; nothing is processed meanwhile.</summary>
    Committing,

    /// <summary>It failed: another task takes its place.</summary>
    Failed,

    /// <summary>It has let go.</summary>
    Closed,
}
