namespace MarginStreams.Cli.Health;

/// <summary>What a task is doing and has done.</summary>
/// <param name="TaskId">Name of the task.</param>
/// <param name="State">What it is doing: one of <see cref="States"/>.</param>
/// <param name="RestoreRemaining">Offsets of the changelog still to be read; 0 once it runs.</param>
/// <param name="RestoreTotal">Offsets of the changelog that its start had to read.</param>
/// <param name="Processed">Input records given to the processor.</param>
/// <param name="Commits">Transactions that were committed.</param>
/// <param name="StreamTimeMs">The largest timestamp of any record that it took, ms; 0 before the first.</param>
/// <param name="LastFailure">Why the last task of this name failed; null where none did.</param>
public sealed record TaskView(
    string TaskId, string State, long RestoreRemaining, long RestoreTotal, long Processed, long Commits, long StreamTimeMs, string? LastFailure)
{
    /// <summary>The state of a task that failed, until another takes its place.</summary>
    public const string BackingOff = nameof(BackingOff);

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> States { get; } = ["Created", "Restoring", "Running", "Committing", BackingOff, "Closed"];
}

/// <summary>What a worker is doing: a thread, and tasks of one topology on it.</summary>
/// <param name="Name">Name of the worker.</param>
/// <param name="Topology">The topology that it serves.</param>
/// <param name="Tasks">Its tasks.</param>
/// <param name="TurnedAtTicks">When its loop last turned, in ticks of the process's clock.</param>
/// <param name="GroupUnstableFor">For how long its group has had no stable assignment; null while it has one.</param>
public sealed record WorkerView(string Name, string Topology, IReadOnlyList<TaskView> Tasks, long TurnedAtTicks, TimeSpan? GroupUnstableFor);
