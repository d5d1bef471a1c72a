using System.Text;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Transfer;

/// <summary>Which stretch of the input topics is recorded.</summary>
/// <param name="FromMs">Records from this timestamp on; null is from the beginning.</param>
/// <param name="ToMs">Records up to this timestamp, not including it; null is up to what stands there at the start.</param>
public sealed record RecordingStretch(long? FromMs, long? ToMs);

/// <summary>
/// Records a stretch of the input topics of a cluster, with partitions and offsets. A recording never goes back in time: a record stamped earlier than one
/// before it in its partition is recorded at that one's time, which is the stream-time it was read at.
/// </summary>
public static class ClusterRecorder
{
    private static readonly InputTopic[] Topics = Enum.GetValues<InputTopic>();

    /// <summary>Records it; returns the number of records of each topic, and the places of what could not be read.</summary>
    public static (IReadOnlyDictionary<InputTopic, long> Counts, IReadOnlyList<string> Skipped) Record(
        Connection connection, RecordingStretch stretch, RecordingWriter writer, bool skipInvalid, CancellationToken cancel)
    {
        var counts = new SortedDictionary<InputTopic, long>();
        var skipped = new List<string>();
        var names = new InputRecords(connection.Options.Topics, connection.Options.PartitionCount, connection.Wire);
        foreach (InputTopic topic in Topics)
        {
            counts[topic] = 0;
            string name = names.TopicOf(topic);
            int partitions = connection.Cluster.Admin.PartitionCount(name) ?? throw new CliException(ExitCode.Configuration, $"topic {name} does not exist");
            foreach (LogRecord record in Merge([.. Enumerable.Range(0, partitions).Select(p => Stretch(connection, new(name, p), stretch))]))
            {
                cancel.ThrowIfCancellationRequested();
                if (Decode(record, topic, connection.Wire, skipInvalid, skipped) is { } recorded)
                {
                    writer.Write(recorded);
                    counts[topic]++;
                }
            }
        }

        return (counts, skipped);
    }

    private static RecordedRecord? Decode(LogRecord record, InputTopic topic, WireFormat wire, bool skipInvalid, List<string> skipped)
    {
        string key = record.Key is null ? "" : Encoding.UTF8.GetString(record.Key);
        if (record.Value is null)
        {
            return new RecordedRecord(topic, record.TimestampMs, record.Partition, record.Offset, key, null, null);
        }

        try
        {
            byte[] avro = wire.Unwrap(record.Topic, record.Value, out IRecordCodec codec).ToArray();
            codec.Decode(avro);
            return new RecordedRecord(topic, record.TimestampMs, record.Partition, record.Offset, key, codec.Schema, avro);
        }
        catch (WireFormatException undecodable)
        {
            string where = $"{record.TopicPartition}@{record.Offset}: {undecodable.Error}: {undecodable.Message}";
            if (!skipInvalid)
            {
                throw new CliException(ExitCode.InputInvalid, $"{where} (pass --skip-invalid to record the others)", undecodable);
            }

            skipped.Add(where);
            return null;
        }
    }

    private static IEnumerable<LogRecord> Stretch(Connection connection, TopicPartition place, RecordingStretch stretch)
    {
        long? from = stretch.FromMs is { } ms ? connection.Cluster.Admin.OffsetForTime(place, ms) : connection.Cluster.Admin.QueryWatermarks(place).Low;
        if (from is null)
        {
            yield break;
        }

        long time = 0;
        foreach (LogRecord record in CommittedRecords.Read(connection.Cluster, place.Topic, place.Partition, from.Value))
        {
            time = Math.Max(time, record.TimestampMs);
            if (stretch.ToMs is { } end && time >= end)
            {
                yield break;
            }

            yield return record with { TimestampMs = time };
        }
    }

    /// <summary>Partitions by timestamp; at equal timestamps by number.</summary>
    private static IEnumerable<LogRecord> Merge(IReadOnlyList<IEnumerable<LogRecord>> partitions)
    {
        var queue = new PriorityQueue<IEnumerator<LogRecord>, (long TimestampMs, int Partition)>();
        List<IEnumerator<LogRecord>> sources = [.. partitions.Select(partition => partition.GetEnumerator())];
        try
        {
            sources.ForEach(Advance);
            while (queue.TryDequeue(out IEnumerator<LogRecord>? source, out _))
            {
                yield return source.Current;
                Advance(source);
            }
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }

        void Advance(IEnumerator<LogRecord> source)
        {
            if (source.MoveNext())
            {
                queue.Enqueue(source, (source.Current.TimestampMs, source.Current.Partition));
            }
        }
    }
}
