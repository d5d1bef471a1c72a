using System.Diagnostics;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Transfer;

/// <summary>How fast a recording is published.</summary>
/// <param name="Speed">How many times faster than it was recorded; 0 is as fast as the broker takes it.</param>
/// <param name="Rebase">Whether records are stamped with the time at which they are due, instead of their own.</param>
/// <param name="Resume">
/// Whether what stands in a partition already are the first records of the recording for it, which are passed over: so a replay that was killed goes on.
/// </param>
public sealed record ReplayPace(double Speed, bool Rebase, bool Resume = false);

/// <summary>Publishes a recording to a cluster: each record under its own timestamp, an account's records in the account's partition.</summary>
public static class ClusterReplay
{
    /// <summary>Records between two flushes when nothing paces them: what may wait in memory.</summary>
    private const int FlushEvery = 50_000;

    /// <summary>Publishes it; returns the number of records.</summary>
    public static long Publish(Recording recording, Connection connection, ReplayPace pace, TimeProvider clock, CancellationToken cancel)
    {
        TopicNames topics = connection.Options.Topics;
        connection.Cluster.Admin.EnsureTopics(topics.InputSpecs(
            connection.Cluster.Admin.PartitionCount(topics.Positions) ?? connection.Options.PartitionCount));
        int partitions = connection.Cluster.Admin.PartitionCount(topics.Positions)!.Value;
        var inputs = new InputRecords(topics, partitions, connection.Wire);
        Dictionary<TopicPartition, long> standing = pace.Resume ? Standing(topics.InputSpecs(partitions), connection.Cluster.Admin) : [];
        long published = 0;
        using ILogProducer producer = connection.Cluster.CreateProducer();
        long? first = null;
        DateTimeOffset startedAt = clock.GetUtcNow();
        long started = clock.GetTimestamp();
        foreach (RecordedRecord recorded in recording.Read())
        {
            cancel.ThrowIfCancellationRequested();
            first ??= recorded.TimestampMs;
            TimeSpan due = pace.Speed > 0 ? TimeSpan.FromMilliseconds((recorded.TimestampMs - first.Value) / pace.Speed) : TimeSpan.Zero;
            Wait(due - clock.GetElapsedTime(started), producer, cancel);
            LogRecord record = inputs.Next(recorded with { Partition = -1, Offset = -1 });
            if (standing.TryGetValue(record.TopicPartition, out long end) && record.Offset < end)
            {
                continue;
            }

            long timestampMs = pace.Rebase ? (startedAt + due).ToUnixTimeMilliseconds() : record.TimestampMs;
            producer.Produce(new OutgoingRecord(record.Topic, record.Partition, timestampMs, record.Key, record.Value));
            published++;
            if (published % FlushEvery == 0)
            {
                producer.Flush();
            }
        }

        producer.Flush();
        return published;
    }

    private static Dictionary<TopicPartition, long> Standing(IReadOnlyList<TopicSpec> topics, ILogAdmin admin) => topics
        .SelectMany(topic => Enumerable.Range(0, topic.Partitions).Select(partition => new TopicPartition(topic.Name, partition)))
        .ToDictionary(place => place, place => admin.QueryWatermarks(place).High);

    /// <summary>Waits until a record is due; what came before it must not wait with it.</summary>
    private static void Wait(TimeSpan rest, ILogProducer producer, CancellationToken cancel)
    {
        if (rest > TimeSpan.FromMilliseconds(1))
        {
            producer.Flush();
            cancel.WaitHandle.WaitOne(rest);
            cancel.ThrowIfCancellationRequested();
        }
    }
}
