namespace MarginStreams.Streams;

/// <summary>
/// Merges the inputs of a task into one sequence, like a partition group of Kafka Streams: the next record is the one with the smallest timestamp among the
/// first of each input, and at equal timestamps the one whose input stands first in the options. An input is never reordered within itself, so a late
/// record there is taken late, and the largest timestamp so far is the stream-time.
/// </summary>
/// <remarks>
/// A record is taken only when each other input has a record to compare it with, or stands at its end:
/// <code>
/// input               has a record   at its end   what the others do
/// waiting to be read  no             no           wait: the log holds records that were not read yet
/// idle, new           no             yes          wait until MaxTaskIdleMs have passed since it was first found empty (0: go on)
/// idle, for long      no             yes          go on; a record that comes later with a smaller timestamp is taken late
/// ready               yes            -            compare
/// </code>
/// The end of an empty input is asked for after the candidates were read. So whatever was visible in it when a candidate was written has been read, and the
/// order of what one transaction caused another to write is kept. With inputs that do not grow, the sequence depends on the log alone.
/// </remarks>
internal sealed class InputMerger(ILogConsumer consumer, InputBuffer[] inputs, TaskOptions options, TimeProvider clock)
{
    private readonly Dictionary<TopicPartition, InputBuffer> _byPartition = inputs.ToDictionary(input => input.Partition);
    private int _pausedCount;

    /// <summary>Next offset of each input, counting what was taken.</summary>
    public IReadOnlyList<TopicPartitionOffset> Offsets => [.. inputs.Select(input => new TopicPartitionOffset(input.Partition, input.OffsetNext))];

    /// <summary>Whether nothing waits in any input, here or in the log.</summary>
    public bool IsAtEnd
    {
        get
        {
            foreach (InputBuffer input in inputs)
            {
                if (input.Count > 0 || !consumer.IsAtEnd(input.Partition))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Reads what is there, at most until every buffer is full, and waits for the first record. Whether it read any.</summary>
    public bool Read(TimeSpan wait)
    {
        LogRecord? record = consumer.Poll(wait);
        if (record is null)
        {
            return false;
        }

        while (record is not null)
        {
            Add(record);
            record = _pausedCount == inputs.Length ? null : consumer.Poll(TimeSpan.Zero);
        }

        foreach (InputBuffer input in inputs)
        {
            input.IsAtEnd = false;
        }

        return true;
    }

    /// <summary>The next record in merged order, or null when more must be read or waited for first.</summary>
    public LogRecord? Take()
    {
        InputBuffer? first = null;
        bool waits = false;
        foreach (InputBuffer input in inputs)
        {
            if (input.Count == 0)
            {
                waits |= !IsPassedOver(input);
            }
            else if (first is null || input.HeadTimestampMs < first.HeadTimestampMs)
            {
                first = input;
            }
        }

        return first is null || waits ? null : Take(first);
    }

    /// <summary>How long an idle input still holds the others back; zero when none does.</summary>
    public TimeSpan HoldLeft()
    {
        TimeSpan left = TimeSpan.Zero;
        foreach (InputBuffer input in inputs)
        {
            if (input.HoldsSince is { } since)
            {
                TimeSpan inputLeft = TimeSpan.FromMilliseconds(options.MaxTaskIdleMs) - clock.GetElapsedTime(since);
                left = inputLeft > left ? inputLeft : left;
            }
        }

        return left;
    }

    private bool IsPassedOver(InputBuffer input)
    {
        input.IsAtEnd = input.IsAtEnd || consumer.IsAtEnd(input.Partition);
        if (!input.IsAtEnd)
        {
            input.HoldsSince = null;
            return false;
        }

        if (options.MaxTaskIdleMs == 0)
        {
            return true;
        }

        input.HoldsSince ??= clock.GetTimestamp();
        return clock.GetElapsedTime(input.HoldsSince.Value) >= TimeSpan.FromMilliseconds(options.MaxTaskIdleMs);
    }

    private LogRecord Take(InputBuffer input)
    {
        LogRecord record = input.Take();
        if (input.IsPaused && input.Count <= options.BufferedRecordsMax / 2)
        {
            consumer.Resume(input.Partition);
            input.IsPaused = false;
            _pausedCount--;
        }

        return record;
    }

    private void Add(LogRecord record)
    {
        InputBuffer input = _byPartition[record.TopicPartition];
        input.Add(record);
        if (!input.IsPaused && input.Count >= options.BufferedRecordsMax)
        {
            consumer.Pause(input.Partition);
            input.IsPaused = true;
            _pausedCount++;
        }
    }
}
