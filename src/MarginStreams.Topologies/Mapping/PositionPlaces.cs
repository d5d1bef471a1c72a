using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>
/// Where an account's latest record stands in the topic of positions. The wire says it by partition and offset; the engine keeps one number for it. Directly
/// partitioned, all records of a task come from its own partition, and the number is the offset. Repartitioned, they come from any, and the number holds both.
/// </summary>
internal sealed class PositionPlaces(int partition, PositionPartitioning partitioning)
{
    /// <summary>The highest number of a source partition.</summary>
    public const int PartitionMax = (1 << PartitionBits) - 1;

    private const int PartitionBits = 16;

    /// <summary>The number that the engine keeps.</summary>
    public long Keep(LogRecord source) =>
        partitioning == PositionPartitioning.Direct ? source.Offset : checked((source.Offset * (PartitionMax + 1L)) + source.Partition);

    /// <summary>The place that a number stands for; a negative one is no place yet.</summary>
    public (int Partition, long Offset) Of(long kept) =>
        partitioning == PositionPartitioning.Direct || kept < 0 ? (partition, kept) : ((int)(kept & PartitionMax), kept >> PartitionBits);

    /// <summary>An episode as the wire names it.</summary>
    public EpisodeId Of(EpisodeId kept)
    {
        (int source, long offset) = Of(kept.PositionOffset);
        return kept with { Partition = source, PositionOffset = offset };
    }
}
