namespace MarginStreams.Streams;

/// <summary>Where and how often tasks write their state to the local disk.</summary>
/// <param name="FolderOf">The folder of a task, by its application and name.</param>
public sealed record SnapshotOptions(Func<string, ISnapshotFolder> FolderOf)
{
    /// <summary>A snapshot is begun so long after the one before was, ms.</summary>
    public int EveryMs { get; init; } = 300_000;

    /// <summary>An older snapshot is not used, ms: well below the time for which a changelog keeps tombstones, a day with brokers' defaults.</summary>
    public long AgeMsMax { get; init; } = 12 * 3_600_000;

    /// <summary>Whether the disk is written by a thread of its own; without, the same steps give the same files at the same moments.</summary>
    public bool InBackground { get; init; } = true;

    /// <summary>Snapshots below a folder of the local file system.</summary>
    public static SnapshotOptions Below(string path) => new(task => new SnapshotFolder(Path.Combine(path, task)));
}
