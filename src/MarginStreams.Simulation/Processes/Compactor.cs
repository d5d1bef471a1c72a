using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Simulation;

/// <summary>
/// Compacts partitions of compacted topics at any time, as a broker does: what the pipeline writes up to any offset, and what it reads up to where its task
/// has committed, since the recomputation could not know otherwise which records the task found. A tombstone goes when it was there at a compaction long
/// enough ago.
/// </summary>
internal sealed class Compactor(EmbeddedCluster log, CommittedLog committed, PipelineOptions options, SeededRandom random, VirtualTime time)
{
    /// <summary>How long a tombstone stays after the first compaction that met it, ms.</summary>
    public const long TombstonesKeptMs = 3_600_000;

    private readonly Dictionary<TopicPartition, List<(long AtMs, long UntilOffset)>> _former = [];

    private readonly TopicPartition[] _places =
    [
        .. options.Topics.Specs(options.PartitionCount).Where(topic => topic.Compacted)
            .SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition => new TopicPartition(topic.Name, partition))),
    ];

    /// <summary>Number of records that went.</summary>
    public long RemovedCount { get; private set; }

    /// <summary>Compacts a partition up to some offset. Whether a record went.</summary>
    public bool Compact()
    {
        TopicPartition place = _places[random.Below(_places.Length)];
        committed.Read();
        long end = committed.SafeEnd(place);
        long until = random.Below(4) == 0 ? random.Below(end + 1) : end;
        if (!_former.TryGetValue(place, out List<(long AtMs, long UntilOffset)>? former))
        {
            _former.Add(place, former = []);
        }

        long tombstonesUntil = former.FindAll(one => one.AtMs <= time.PassedMs - TombstonesKeptMs).Select(one => one.UntilOffset).DefaultIfEmpty(0).Max();
        former.Add((time.PassedMs, until));
        long before = CountOf(place);
        log.Compact(place, until, tombstonesUntil);
        long removed = before - CountOf(place);
        RemovedCount += removed;
        return removed > 0;
    }

    private long CountOf(TopicPartition place)
    {
        using ILogConsumer consumer = log.CreateConsumer("compactor");
        consumer.Assign([new(place, 0)]);
        long count = 0;
        while (consumer.Poll(TimeSpan.Zero) is not null)
        {
            count++;
        }

        return count;
    }
}
