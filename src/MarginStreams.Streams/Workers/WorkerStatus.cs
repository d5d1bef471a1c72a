namespace MarginStreams.Streams;

/// <summary>How a worker stands, for health and metrics.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Topology">The topology that it serves.</param>
/// <param name="Tasks">Its tasks, by partition.</param>
/// <param name="TurnedAt">Clock reading of its last turn; 0 before the first.</param>
/// <param name="ProducersReplaced">Number of tasks that failed with the log and were replaced, each with its producer.</param>
/// <param name="GroupUnstableFor">For how long it has stood in no stable group; zero while it does, null before it joined.</param>
/// <param name="IsCaughtUp">Whether it has tasks, and all of them stand at the end of their inputs with everything committed.</param>
public sealed record WorkerStatus(
    string Name,
    string Topology,
    IReadOnlyList<StreamTaskStatus> Tasks,
    long TurnedAt,
    long ProducersReplaced,
    TimeSpan? GroupUnstableFor,
    bool IsCaughtUp);

/// <summary>How a task stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partition">The partition that it serves.</param>
/// <param name="State">What it is doing; <see cref="TaskState.Failed"/> while it pauses after a failure.</param>
/// <param name="Counts">What it did since it was made.</param>
/// <param name="LastFailure">Why the one before it failed; null when none did.</param>
public sealed record StreamTaskStatus(string Name, int Partition, TaskState State, TaskCounts Counts, string? LastFailure);
