namespace MarginStreams.Streams;

/// <summary>
/// Reads a changelog back into a processor: up to the high watermark, which counts what is not committed and is read after the predecessor was fenced, so
/// nothing of it can be missing. The end is recognised by position, because the last offset is always a control marker.
/// </summary>
internal sealed class ChangelogRestore(ILogCluster cluster, ILogConsumer consumer, TaskOptions options, TaskCounts counts, TimeProvider clock)
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StallMax = TimeSpan.FromSeconds(60);

    /// <summary>Restores the processor and returns the task's cut, or null when the task never committed.</summary>
    public Cut? Run(IProcessor processor, CancellationToken cancellation)
    {
        Cut? cut = null;
        Watermarks marks = cluster.Admin.QueryWatermarks(options.Changelog);
        consumer.Assign([new TopicPartitionOffset(options.Changelog, marks.Low)]);
        while (Next(marks.High, cancellation) is { } record)
        {
            if (record.Key is null)
            {
                throw new InvalidDataException($"{options.Changelog} at offset {record.Offset} has no key, so it is no record of a changelog");
            }

            if (Cut.IsKey(record.Key))
            {
                cut = Cut.Decode(record.Value!);
                continue;
            }

            processor.Restore(record.Key, record.Value, isTombstone: record.Value is null);
            counts.Restored++;
        }

        return cut;
    }

    private LogRecord? Next(long high, CancellationToken cancellation)
    {
        LogRecord? record = consumer.Poll(TimeSpan.Zero);
        long since = record is null ? clock.GetTimestamp() : 0;
        while (record is null && consumer.Position(options.Changelog) < high)
        {
            cancellation.ThrowIfCancellationRequested();
            record = consumer.Poll(PollWait);
            if (record is null && clock.GetElapsedTime(since) > StallMax)
            {
                throw new LogUnreachableException($"{options.Changelog}: nothing more arrived before offset {high} for {StallMax.TotalSeconds} s");
            }
        }

        return record;
    }
}
