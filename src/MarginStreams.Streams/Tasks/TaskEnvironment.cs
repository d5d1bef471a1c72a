using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>What a task is given beside its options.</summary>
/// <param name="Cluster">The log.</param>
/// <param name="Clock">When commits are due; no decision depends on it.</param>
/// <param name="Logger">Where it tells what it does.</param>
public sealed record TaskEnvironment(ILogCluster Cluster, TimeProvider Clock, ILogger Logger)
{
    /// <summary>Where snapshots go; null makes none.</summary>
    public SnapshotOptions? Snapshots { get; init; }

    /// <summary>
    /// Lets commits and restores run on threads of their own, while the worker's other tasks go on, and so many restores at once; with null, everything happens
    /// in one sequence.
    /// </summary>
    public SemaphoreSlim? RestoresAtOnce { get; init; }

    /// <summary>What is wrong on purpose.</summary>
    internal StreamsSabotage Sabotage { get; init; }
}
