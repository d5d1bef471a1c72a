using System.Text;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Transfer;

/// <summary>Which stretch of the input topics is read.</summary>
/// <param name="FromMs">Records from this timestamp on; null is from the beginning.</param>
/// <param name="ToMs">Records up to this timestamp, not including it; null is up to what stands there at the start.</param>
public sealed record RecordingStretch(long? FromMs, long? ToMs)
{
    /// <summary>
    /// Whether the topics that hold the latest state of each key are read from their beginning all the same: nothing can be judged without it.
    /// </summary>
    public bool IsWithWholeTables { get; init; }
}

/// <summary>Records of a partition of an input topic, from an offset up to another one, not including it.</summary>
public sealed record InputStretch(InputTopic Topic, int Partition, long FromOffset, long ToOffset);

/// <summary>
/// A stretch of the input topics of a cluster, as a recording holds it, with partitions and offsets. It never goes back in time: a record stamped earlier than
/// one before it in its partition counts as of that one's time, which is the stream-time it was read at.
/// </summary>
public sealed class ClusterInputs
{
    private readonly Connection _connection;
    private readonly InputRecords _names;
    private readonly bool _skipsInvalid;
    private readonly List<string> _skipped = [];

    /// <summary>These stretches.</summary>
    public ClusterInputs(Connection connection, IReadOnlyList<InputStretch> stretches, bool skipsInvalid)
    {
        (_connection, Stretches, _skipsInvalid) = (connection, stretches, skipsInvalid);
        _names = new InputRecords(connection.Options.Topics, connection.Options.PartitionCount, connection.Wire);
        KeepsPlaces = connection.Options.Partitioning == PositionPartitioning.Direct;
    }

    /// <summary>What is read.</summary>
    public IReadOnlyList<InputStretch> Stretches { get; }

    /// <summary>
    /// Whether positions keep their partitions and offsets. Where they stand in others than those of their accounts, they are given new ones by whoever
    /// runs them.
    /// </summary>
    public bool KeepsPlaces { get; init; }

    /// <summary>Places of what could not be read, and why.</summary>
    public IReadOnlyList<string> Skipped => _skipped;

    /// <summary>What stands in a stretch of time.</summary>
    /// <exception cref="CliException">A topic does not exist.</exception>
    public static ClusterInputs Of(Connection connection, RecordingStretch stretch, bool skipsInvalid)
    {
        ILogAdmin admin = connection.Cluster.Admin;
        var names = new InputRecords(connection.Options.Topics, connection.Options.PartitionCount, connection.Wire);
        return new(connection, [.. InputTopics.All.SelectMany(Of)], skipsInvalid);

        IEnumerable<InputStretch> Of(InputTopic topic)
        {
            string name = names.TopicOf(topic);
            int partitions = admin.PartitionCount(name) ?? throw new CliException(ExitCode.Configuration, $"topic {name} does not exist");
            return Enumerable.Range(0, partitions).Select(partition => StretchOf(topic, new(name, partition)));
        }

        InputStretch StretchOf(InputTopic topic, TopicPartition place)
        {
            Watermarks marks = admin.QueryWatermarks(place);
            bool isWhole = stretch.IsWithWholeTables && InputTopics.HasTombstones(topic);
            long from = stretch.FromMs is { } fromMs && !isWhole ? admin.OffsetForTime(place, fromMs) ?? marks.High : marks.Low;
            long to = stretch.ToMs is { } toMs ? admin.OffsetForTime(place, toMs) ?? marks.High : marks.High;
            return new(topic, place.Partition, from, to);
        }
    }

    /// <summary>All records, in the order in which topics merge.</summary>
    public IEnumerable<RecordedRecord> Read() => RecordMerge.Merge(InputTopics.All.Select(Read));

    /// <summary>The records of one topic: its partitions by timestamp, at equal timestamps by number.</summary>
    /// <exception cref="CliException">A record cannot be decoded, and none may be skipped.</exception>
    public IEnumerable<RecordedRecord> Read(InputTopic topic)
    {
        IEnumerable<IEnumerable<RecordedRecord>> partitions = Stretches.Where(stretch => stretch.Topic == topic).Select(Read);
        bool isPlaced = KeepsPlaces || topic != InputTopic.Positions;
        return RecordMerge.Merge(partitions).Select(record => isPlaced ? record : record with { Partition = -1, Offset = -1 });
    }

    private IEnumerable<RecordedRecord> Read(InputStretch stretch)
    {
        long time = 0;
        foreach (LogRecord record in CommittedRecords.Read(_connection.Cluster, _names.TopicOf(stretch.Topic), stretch.Partition, stretch.FromOffset))
        {
            if (record.Offset >= stretch.ToOffset)
            {
                yield break;
            }

            time = Math.Max(time, record.TimestampMs);
            if (Decode(record with { TimestampMs = time }, stretch.Topic) is { } recorded)
            {
                yield return recorded;
            }
        }
    }

    private RecordedRecord? Decode(LogRecord record, InputTopic topic)
    {
        string key = record.Key is null ? "" : Encoding.UTF8.GetString(record.Key);
        if (record.Value is null)
        {
            return new RecordedRecord(topic, record.TimestampMs, record.Partition, record.Offset, key, null, null);
        }

        try
        {
            byte[] avro = _connection.Wire.Unwrap(record.Topic, record.Value, out IRecordCodec codec).ToArray();
            codec.Decode(avro);
            return new RecordedRecord(topic, record.TimestampMs, record.Partition, record.Offset, key, codec.Schema, avro);
        }
        catch (WireFormatException undecodable)
        {
            string where = $"{record.TopicPartition}@{record.Offset}: {undecodable.Error}: {undecodable.Message}";
            if (!_skipsInvalid)
            {
                throw new CliException(ExitCode.InputInvalid, $"{where} (pass --skip-invalid to go on with the others)", undecodable);
            }

            _skipped.Add(where);
            return null;
        }
    }
}
