using MarginStreams.Contracts;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>An indexer's progress speaks of the partition that it stands in.</summary>
internal static class ProgressCheck
{
    /// <summary>Refuses progress that stands in another partition than it names.</summary>
    public static Refusal? Place(Progress progress, LogRecord record) => progress.Partition == record.Partition
        ? null
        : new("WrongPartition", $"progress of {progress.Venue} belongs into partition {progress.Partition}, but it is in {record.Partition}");
}
