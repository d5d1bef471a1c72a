using System.Collections.Concurrent;

namespace MarginStreams.Streams;

/// <summary>What a task did since it was made. Written by the task's thread, readable from any.</summary>
public sealed class TaskCounts
{
    private readonly ConcurrentDictionary<string, long> _deadLetters = new(StringComparer.Ordinal);

    /// <summary>Input records given to the processor.</summary>
    public long Processed { get; internal set; }

    /// <summary>Transactions that were committed.</summary>
    public long Commits { get; internal set; }

    /// <summary>Transactions that this task left open when it failed: its successor aborts them.</summary>
    public long Aborts { get; internal set; }

    /// <summary>Changelog records given to the processor at the start.</summary>
    public long Restored { get; internal set; }

    /// <summary>Offsets of the changelog that are still to be read at the start.</summary>
    public long RestoreRemaining { get; internal set; }

    /// <summary>Offsets of the changelog that were to be read at the start.</summary>
    public long RestoreTotal { get; internal set; }

    /// <summary>The largest timestamp of any record taken, ms.</summary>
    public long StreamTimeMs { get; internal set; }

    /// <summary>Clock reading of the last commit; 0 before the first.</summary>
    public long CommittedAt { get; internal set; }

    /// <summary>Snapshots that were completed.</summary>
    public long Snapshots { get; internal set; }

    /// <summary>Records put aside, by reason.</summary>
    public IReadOnlyDictionary<string, long> DeadLetters => _deadLetters;

    internal void AddDeadLetter(string reason) => _deadLetters.AddOrUpdate(reason, 1, static (_, count) => count + 1);
}
