using System.Globalization;
using System.Text;
using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Runs;

/// <summary>
/// Records of a recording, as they stand in the log: partition and offset are the recorded ones, else the account's own partition and the next offset in line.
/// </summary>
public sealed class InputRecords(TopicNames topics, int partitionCount, WireFormat wire)
{
    private const string ProgressPrefix = "!progress/";
    private readonly Dictionary<TopicPartition, long> _next = [];
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);

    /// <summary>Records so far.</summary>
    public long RecordCount { get; private set; }

    /// <summary>Accounts that positions named so far.</summary>
    public int AccountCount => _accounts.Count;

    /// <summary>The topic that a recorded one stands for.</summary>
    public string TopicOf(InputTopic topic) => topic switch
    {
        InputTopic.Venues => topics.Venues,
        InputTopic.Instruments => topics.Instruments,
        InputTopic.Positions => topics.Positions,
        InputTopic.OraclePrices => topics.OraclePrices,
        InputTopic.Commands => topics.Commands,
        _ => throw new ArgumentOutOfRangeException(nameof(topic)),
    };

    /// <summary>The record, as it stands in the log.</summary>
    /// <exception cref="CliException">It was recorded in a partition that is not there.</exception>
    public LogRecord Next(RecordedRecord record)
    {
        TopicPartitionOffset place = PlaceOf(record.Topic, record.Key, record.Partition, record.Offset);
        RecordCount++;
        if (record.Topic == InputTopic.Positions && !record.Key.StartsWith(ProgressPrefix, StringComparison.Ordinal))
        {
            _accounts.Add(AccountOf(record.Key));
        }

        string topic = place.TopicPartition.Topic;
        byte[]? value = record.Avro is null ? null : wire.Wrap(topic, record.Schema!, record.Avro);
        return new LogRecord(topic, place.TopicPartition.Partition, place.Offset, record.TimestampMs, Encoding.UTF8.GetBytes(record.Key), value, []);
    }

    /// <summary>The place of the next record in the log.</summary>
    /// <exception cref="CliException">It was recorded in a partition that is not there.</exception>
    public TopicPartitionOffset PlaceOf(InputTopic topic, string key, int recordedPartition, long recordedOffset)
    {
        int count = topic == InputTopic.Positions ? partitionCount : 1;
        int partition = recordedPartition >= 0 ? recordedPartition : topic == InputTopic.Positions ? PartitionOf(key, partitionCount) : 0;
        if (partition >= count)
        {
            throw new CliException(
                ExitCode.InputInvalid, $"{topic}: a record stands in partition {partition}, but there are {count} partitions: see --partitions");
        }

        var place = new TopicPartition(TopicOf(topic), partition);
        long offset = recordedOffset >= 0 ? recordedOffset : _next.GetValueOrDefault(place);
        _next[place] = offset + 1;
        return new(place, offset);
    }

    /// <summary>The partition of a key of <c>positions</c>: that of its account, or the one that a progress record names.</summary>
    public static int PartitionOf(string key, int partitionCount)
    {
        if (key.StartsWith(ProgressPrefix, StringComparison.Ordinal))
        {
            return int.Parse(key[(key.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
        }

        return AccountPartitioner.PartitionOf(AccountOf(key), partitionCount);
    }

    /// <summary>The account of a key of <c>positions</c>.</summary>
    public static string AccountOf(string key)
    {
        int slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? key : key[..slash];
    }
}
