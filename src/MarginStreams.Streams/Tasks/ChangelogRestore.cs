namespace MarginStreams.Streams;

/// <summary>
/// Reads a changelog back into a processor, some at a time: up to the high watermark, which counts what is not committed and is read after the predecessor
/// was fenced, so nothing of it can be missing. The end is recognised by position, because the last offset is always a control marker.
/// </summary>
internal sealed class ChangelogRestore : IDisposable
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StallMax = TimeSpan.FromSeconds(60);
    private readonly TaskOptions _options;
    private readonly ILogConsumer _consumer;
    private readonly TaskCounts _counts;
    private readonly TimeProvider _clock;
    private readonly SnapshotManifest? _snapshot;
    private readonly long _start;
    private readonly long _high;
    private long _movedAt;

    /// <summary>Begins after a snapshot that was read into the processor, or at the beginning of the changelog.</summary>
    /// <exception cref="TaskCorruptedException">The changelog does not hold what must follow the snapshot.</exception>
    public ChangelogRestore(ILogCluster cluster, TaskOptions options, SnapshotManifest? snapshot, TaskCounts counts, TimeProvider clock)
    {
        (_options, _snapshot, _counts, _clock) = (options, snapshot, counts, clock);
        Watermarks marks = cluster.Admin.QueryWatermarks(options.Changelog);
        _start = Math.Max(marks.Low, snapshot?.TailOffset ?? marks.Low);
        _high = marks.High;
        if (snapshot is not null && (snapshot.TailOffset < marks.Low || snapshot.EndOffset > marks.High))
        {
            throw new TaskCorruptedException(
                $"the snapshot needs {options.Changelog} from {snapshot.TailOffset} and to {snapshot.EndOffset}, which holds {marks.Low} to {marks.High}");
        }

        _consumer = cluster.CreateConsumer(options.GroupId);
        _consumer.Assign([new TopicPartitionOffset(options.Changelog, _start)]);
        _movedAt = clock.GetTimestamp();
        Tell(_start);
    }

    /// <summary>The task's cut so far; null when the task never committed.</summary>
    public Cut? Cut { get; private set; }

    /// <summary>Takes some records back. Whether that was all.</summary>
    public bool Step(IProcessor processor)
    {
        LogRecord? record = _consumer.Poll(TimeSpan.Zero);
        if (record is null && _consumer.Position(_options.Changelog) < _high)
        {
            record = _consumer.Poll(PollWait);
        }

        for (int count = 0; record is not null; count++)
        {
            Take(record, processor);
            record = count < StreamLimits.RestoreRecordsMax && record.Offset < _high ? _consumer.Poll(TimeSpan.Zero) : null;
        }

        long position = _consumer.Position(_options.Changelog);
        if (position >= _high)
        {
            Tell(_high);
            End();
            return true;
        }

        if (Tell(position))
        {
            _movedAt = _clock.GetTimestamp();
        }
        else if (_clock.GetElapsedTime(_movedAt) > StallMax)
        {
            throw new LogUnreachableException($"{_options.Changelog}: nothing more arrived before offset {_high} for {StallMax.TotalSeconds} s");
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _consumer.Dispose();

    private void Take(LogRecord record, IProcessor processor)
    {
        if (record.Key is null)
        {
            throw new InvalidDataException($"{_options.Changelog} at offset {record.Offset} has no key, so it is no record of a changelog");
        }

        if (Opening.IsKey(record.Key))
        {
            return;
        }

        if (!Cut.IsKey(record.Key))
        {
            processor.Restore(record.Key, record.Value, isTombstone: record.Value is null);
            _counts.Restored++;
            return;
        }

        if (_snapshot is not null && record.Offset < _snapshot.BeginOffset && !record.Value.AsSpan().SequenceEqual(_snapshot.Cut))
        {
            throw new TaskCorruptedException($"the snapshot was made of another {_options.Changelog}: the cut at offset {record.Offset} is not its own");
        }

        Cut = Cut.Decode(record.Value!);
    }

    private void End()
    {
        if (_snapshot is not null && Cut is null)
        {
            throw new TaskCorruptedException($"the snapshot was made of another {_options.Changelog}: there is no cut from offset {_start} on");
        }
    }

    /// <summary>Whether it moved on.</summary>
    private bool Tell(long position)
    {
        long remaining = Math.Max(0, _high - position);
        bool moved = remaining != _counts.RestoreRemaining;
        _counts.RestoreTotal = _high - _start;
        _counts.RestoreRemaining = remaining;
        return moved;
    }
}
