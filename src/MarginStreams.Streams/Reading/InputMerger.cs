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
internal sealed class InputMerger(TaskInput[] inputs, TaskOptions options, TimeProvider clock)
{
    /// <summary>The inputs, in the order of the options.</summary>
    public IReadOnlyList<TaskInput> Inputs => inputs;

    /// <summary>Next offset of each input, counting what was taken.</summary>
    public IReadOnlyList<TopicPartitionOffset> Offsets => Array.ConvertAll(inputs, input => new TopicPartitionOffset(input.Partition, input.OffsetNext));

    /// <summary>Whether a record waits in any input.</summary>
    public bool HasRecord => Array.Exists(inputs, input => input.HasRecord);

    /// <summary>Whether nothing waits in any input, here or in the log.</summary>
    public bool IsAtEnd
    {
        get
        {
            foreach (TaskInput input in inputs)
            {
                if (input.HasRecord || !input.StandsAtEnd())
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The index of the input that has the next record in merged order, or -1 when more must be read or waited for first.</summary>
    public int Next()
    {
        int first = -1;
        bool waits = false;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!inputs[i].HasRecord)
            {
                waits |= !IsPassedOver(inputs[i]);
            }
            else if (first < 0 || inputs[i].HeadTimestampMs < inputs[first].HeadTimestampMs)
            {
                first = i;
            }
        }

        return waits ? -1 : first;
    }

    /// <summary>How long an idle input still holds the others back; zero when none does.</summary>
    public TimeSpan HoldLeft()
    {
        TimeSpan left = TimeSpan.Zero;
        foreach (TaskInput input in inputs)
        {
            if (input.HoldsSince is { } since)
            {
                TimeSpan inputLeft = TimeSpan.FromMilliseconds(options.MaxTaskIdleMs) - clock.GetElapsedTime(since);
                left = inputLeft > left ? inputLeft : left;
            }
        }

        return left;
    }

    private bool IsPassedOver(TaskInput input)
    {
        long readCount = 0;
        foreach (TaskInput any in inputs)
        {
            readCount += any.ReadCount;
        }

        if (input.EndSeenAt != readCount)
        {
            if (!input.StandsAtEnd())
            {
                input.HoldsSince = null;
                return false;
            }

            input.EndSeenAt = readCount;
        }

        if (options.MaxTaskIdleMs == 0)
        {
            return true;
        }

        input.HoldsSince ??= clock.GetTimestamp();
        return clock.GetElapsedTime(input.HoldsSince.Value) >= TimeSpan.FromMilliseconds(options.MaxTaskIdleMs);
    }
}
