using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Simulation;

/// <summary>A copy of everything that was ever committed: what a read_committed reader sees who comes before compaction does.</summary>
internal sealed class CommittedLog
{
    private readonly EmbeddedCluster _log;
    private readonly PipelineOptions _options;
    private readonly Dictionary<TopicPartition, List<LogRecord>> _records = [];
    private readonly ILogConsumer _consumer;

    /// <summary>A copy of nothing yet.</summary>
    public CommittedLog(EmbeddedCluster log, PipelineOptions options)
    {
        (_log, _options) = (log, options);
        _consumer = log.CreateConsumer("checker");
        foreach (TopicSpec topic in options.Topics.Specs(options.PartitionCount))
        {
            for (int partition = 0; partition < topic.Partitions; partition++)
            {
                _records.Add(new(topic.Name, partition), []);
            }
        }

        _consumer.Assign([.. _records.Keys.Select(place => new TopicPartitionOffset(place, 0))]);
    }

    /// <summary>The partitions, by topic and number.</summary>
    public IEnumerable<TopicPartition> Places => _records.Keys.OrderBy(place => place.Topic, StringComparer.Ordinal).ThenBy(place => place.Partition);

    /// <summary>The records of a partition.</summary>
    public IReadOnlyList<LogRecord> this[TopicPartition place] => _records[place];

    /// <summary>Copies what is new.</summary>
    public void Read()
    {
        while (_consumer.Poll(TimeSpan.Zero) is { } record)
        {
            _records[record.TopicPartition].Add(record);
        }
    }

    /// <summary>Whether all that is visible of a partition was copied, and nothing is undecided.</summary>
    public long EndOf(TopicPartition place) => _consumer.Position(place);

    /// <summary>Up to where a partition may be compacted: an input up to where its task has committed, anything else up to its end.</summary>
    public long SafeEnd(TopicPartition place)
    {
        TopicNames topics = _options.Topics;
        TopicPartition? changelog = place.Topic == topics.Positions ? new(topics.MarginChangelog, place.Partition)
            : place.Topic == topics.Venues || place.Topic == topics.Instruments ? new(topics.OracleChangelog, 0)
            : null;
        return changelog is { } of ? LastCut(of)?.OffsetOf(place) ?? 0 : _log.Admin.QueryWatermarks(place).High;
    }

    /// <summary>The last cut in a changelog; null when there is none.</summary>
    public Cut? LastCut(TopicPartition changelog)
    {
        List<LogRecord> records = _records[changelog];
        int at = records.FindLastIndex(record => Cut.IsKey(record.Key));
        return at < 0 ? null : Cut.Decode(records[at].Value!);
    }
}
