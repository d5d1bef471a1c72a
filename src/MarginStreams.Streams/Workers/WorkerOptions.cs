namespace MarginStreams.Streams;

/// <summary>How a worker comes by its tasks, and what it does when one fails.</summary>
public sealed record WorkerOptions
{
    /// <summary>Its name, for logs and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>The group it joins; null serves <see cref="FixedPartitions"/>.</summary>
    public GroupOptions? Group { get; init; }

    /// <summary>What it serves without a group.</summary>
    public IReadOnlyList<int> FixedPartitions { get; init; } = [];

    /// <summary>Where snapshots go; null makes none.</summary>
    public SnapshotOptions? Snapshots { get; init; }

    /// <summary>
    /// Whether commits and restores of its tasks run beside each other, on threads of their own; without, everything happens in one sequence.
    /// </summary>
    public bool OwnThreads { get; init; }

    /// <summary>Pause after a first failure of a task, ms; it doubles with each further one until a commit succeeds.</summary>
    public int BackoffMsMin { get; init; } = 100;

    /// <summary>The longest pause, ms.</summary>
    public int BackoffMsMax { get; init; } = 10_000;

    /// <summary>What is wrong on purpose.</summary>
    internal StreamsSabotage Sabotage { get; init; }

    /// <summary>The pause after so many failures in a row.</summary>
    public TimeSpan Backoff(int failures)
    {
        long doubled = (long)BackoffMsMin << Math.Clamp(failures - 1, 0, 20);
        return TimeSpan.FromMilliseconds(Math.Min(doubled, BackoffMsMax));
    }
}
