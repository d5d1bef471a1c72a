using System.Globalization;
using System.Text;

namespace MarginStreams.Streams;

/// <summary>More records could not be used than can be an accident: the input or the configuration is wrong.</summary>
public sealed class DeadLetterBurstException(string message) : Exception(message);

/// <summary>
/// Turns a record that cannot be used into a dead letter: its key and value as they were, and headers that say where it stood and why it is here. All header
/// values are UTF-8 text; the record's own headers follow.
/// </summary>
internal sealed class DeadLetterBox(TaskOptions options, TaskCounts counts)
{
    private long _window;
    private int _windowCount;

    /// <summary>Makes the dead letter and counts it.</summary>
    /// <exception cref="DeadLetterBurstException">There were too many within few records.</exception>
    public OutgoingRecord Take(LogRecord source, string reason, string error)
    {
        Count(source, reason, error);
        LogHeader[] headers =
        [
            Header(DeadLetterHeaders.Topic, source.Topic),
            Header(DeadLetterHeaders.Partition, source.Partition.ToString(CultureInfo.InvariantCulture)),
            Header(DeadLetterHeaders.Offset, source.Offset.ToString(CultureInfo.InvariantCulture)),
            Header(DeadLetterHeaders.Timestamp, source.TimestampMs.ToString(CultureInfo.InvariantCulture)),
            Header(DeadLetterHeaders.Reason, reason),
            Header(DeadLetterHeaders.Error, error),
            .. source.Headers,
        ];
        int partition = source.Partition % options.DeadLetterPartitions;
        return new OutgoingRecord(options.DeadLetterTopic, partition, source.TimestampMs, source.Key, source.Value, headers);
    }

    private static LogHeader Header(string name, string value) => new(name, Encoding.UTF8.GetBytes(value));

    private void Count(LogRecord source, string reason, string error)
    {
        counts.AddDeadLetter(reason);
        long window = (counts.Processed - 1) / options.DeadLetterBurstRecords;
        if (window != _window)
        {
            _window = window;
            _windowCount = 0;
        }

        if (++_windowCount > options.DeadLetterBurstMax)
        {
            throw new DeadLetterBurstException(
                $"task {options.TaskId}: more than {options.DeadLetterBurstMax} of {options.DeadLetterBurstRecords} records cannot be used; the last one is "
                + $"{source.TopicPartition} at offset {source.Offset}: {reason}: {error}");
        }
    }
}
