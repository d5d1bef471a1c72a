using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>Reads former frames from the log, with a consumer of its own.</summary>
public sealed class LogFrameHistory(ILogCluster cluster, TopicNames topics, TimeProvider clock) : IFrameHistory
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StallMax = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public IEnumerable<LogRecord> Read(long fromOffset, long toOffset)
    {
        var partition = new TopicPartition(topics.Frames, 0);
        Watermarks marks = cluster.Admin.QueryWatermarks(partition);
        if (fromOffset < marks.Low || toOffset >= marks.High)
        {
            throw new InvalidDataException(
                $"{partition} holds offsets {marks.Low} to {marks.High}, but this task needs {fromOffset}, its last keyframe, to {toOffset}: frames are kept "
                + "for less time than it was away");
        }

        using ILogConsumer consumer = cluster.CreateConsumer(topics.ApplicationId + "-history");
        consumer.Assign([new TopicPartitionOffset(partition, fromOffset)]);
        for (long next = fromOffset; next <= toOffset;)
        {
            LogRecord record = Next(consumer, partition, toOffset);

            // A client hands out again what it handed out before, when it found its broker anew.
            if (record.Offset >= next)
            {
                next = record.Offset + 1;
                yield return record;
            }
        }
    }

    private LogRecord Next(ILogConsumer consumer, TopicPartition partition, long toOffset)
    {
        long since = clock.GetTimestamp();
        while (true)
        {
            if (consumer.Poll(PollTimeout) is { } record)
            {
                return record;
            }

            if (consumer.Position(partition) > toOffset)
            {
                throw new InvalidDataException($"{partition} has no record at offset {toOffset}, at which this task's cut stands");
            }

            if (clock.GetElapsedTime(since) > StallMax)
            {
                throw new LogUnreachableException($"{partition}: nothing more arrived before offset {toOffset} for {StallMax.TotalSeconds} s");
            }
        }
    }
}
