using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Runs;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Inspecting;

/// <summary>Which records of a topic are looked at.</summary>
/// <param name="Partition">One partition; null is all of them, one after the other.</param>
/// <param name="FromOffset">From this offset on; null is from the beginning.</param>
/// <param name="FromMs">From this timestamp on, ms; null is from the beginning.</param>
/// <param name="ToMs">Records stamped before this, ms; null is up to what stands there now.</param>
internal sealed record InspectedStretch(int? Partition, long? FromOffset, long? FromMs, long? ToMs);

/// <summary>A topic of the cluster, read as it stands committed.</summary>
internal sealed class InspectedTopic
{
    private readonly ILogCluster _cluster;
    private readonly int _partitionCount;

    /// <summary>Finds a topic by its name, with or without the prefix.</summary>
    /// <exception cref="CliException">There is none of that name.</exception>
    public InspectedTopic(Connection connection, string name)
    {
        _cluster = connection.Cluster;
        string prefixed = connection.Options.Topics.Prefix + name;
        foreach (string known in (string[])[prefixed, name])
        {
            if (_cluster.Admin.PartitionCount(known) is { } count)
            {
                Name = known;
                _partitionCount = count;
                return;
            }
        }

        throw new CliException(ExitCode.Configuration, $"topic {name} does not exist, and neither does {prefixed}");
    }

    /// <summary>Its full name.</summary>
    public string Name { get; }

    /// <summary>The committed records of a stretch, partition by partition in offset order.</summary>
    /// <exception cref="CliException">There is no such partition.</exception>
    public IEnumerable<LogRecord> Read(InspectedStretch stretch)
    {
        if (stretch.Partition is { } one && one >= _partitionCount)
        {
            throw new CliException(ExitCode.Usage, $"--partition: expected one below {_partitionCount}, but it is {one}");
        }

        IEnumerable<int> partitions = stretch.Partition is { } only ? [only] : Enumerable.Range(0, _partitionCount);
        return partitions.SelectMany(partition => Read(partition, stretch));
    }

    private IEnumerable<LogRecord> Read(int partition, InspectedStretch stretch)
    {
        var place = new TopicPartition(Name, partition);
        long? from = stretch.FromMs is { } ms ? _cluster.Admin.OffsetForTime(place, ms) : _cluster.Admin.QueryWatermarks(place).Low;
        if (from is null)
        {
            return [];
        }

        // Time may run back inside a partition, so the end of the stretch is no end of the reading.
        return CommittedRecords.Read(_cluster, Name, partition, Math.Max(from.Value, stretch.FromOffset ?? 0))
            .Where(record => (stretch.ToMs is null || record.TimestampMs < stretch.ToMs) && record.TimestampMs >= (stretch.FromMs ?? long.MinValue));
    }
}
