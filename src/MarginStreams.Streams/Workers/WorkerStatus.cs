namespace MarginStreams.Streams;

/// <summary>What a task is doing and has done, as its worker's last turn left it.</summary>
/// <param name="TaskId">Name of the task.</param>
/// <param name="Partition">The partition that it serves.</param>
/// <param name="State">What it is doing; <see cref="TaskState.Failed"/> while it pauses after a failure.</param>
/// <param name="RestoreRemaining">Records of the changelog still to be read; 0 once it runs.</param>
/// <param name="RestoreTotal">Records of the changelog that its start had to read, at most.</param>
/// <param name="Processed">Input records given to the processor.</param>
/// <param name="Commits">Transactions that were committed.</param>
/// <param name="Aborts">Transactions that it left open when it failed.</param>
/// <param name="StreamTimeMs">The largest timestamp of any record that it committed, ms; 0 before the first.</param>
/// <param name="DeadLetters">Records put aside, by reason.</param>
/// <param name="LastCommitAtTicks">When it last committed, in ticks of the process's <see cref="TimeProvider"/>; 0 is never.</param>
/// <param name="LastFailure">Why the last task of this name failed; null where none did.</param>
public sealed record StreamTaskStatus(
    string TaskId,
    int Partition,
    TaskState State,
    long RestoreRemaining,
    long RestoreTotal,
    long Processed,
    long Commits,
    long Aborts,
    long StreamTimeMs,
    IReadOnlyDictionary<string, long> DeadLetters,
    long LastCommitAtTicks,
    string? LastFailure);

/// <summary>What a worker is doing: a thread, and the tasks of one topology on it.</summary>
/// <param name="Name">Name of the worker.</param>
/// <param name="Topology">The topology that it serves.</param>
/// <param name="Tasks">Its tasks.</param>
/// <param name="TurnedAtTicks">When its loop last turned, in ticks of the process's <see cref="TimeProvider"/>; 0 is not yet.</param>
/// <param name="Rebalances">How often its partitions changed.</param>
/// <param name="ProducersReplaced">Transactional producers that took the place of an earlier one of this process.</param>
/// <param name="GroupUnstableFor">For how long its group has had no stable assignment; null while it has one.</param>
/// <param name="IsCaughtUp">Whether it has tasks, and all of them stand at the end of their inputs with everything committed.</param>
public sealed record WorkerStatus(
    string Name,
    string Topology,
    IReadOnlyList<StreamTaskStatus> Tasks,
    long TurnedAtTicks,
    long Rebalances,
    long ProducersReplaced,
    TimeSpan? GroupUnstableFor,
    bool IsCaughtUp);
