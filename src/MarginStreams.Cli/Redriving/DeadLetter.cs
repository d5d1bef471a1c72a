using System.Globalization;
using System.Text;
using MarginStreams.Cli.Runs;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Redriving;

/// <summary>A record that could not be used, as it stands among the dead letters.</summary>
/// <param name="Line">Where it stood, and why it is here.</param>
/// <param name="TimestampMs">Its timestamp, ms.</param>
/// <param name="Record">The dead letter itself: key and value are those of the record.</param>
internal sealed record DeadLetter(DeadLetterLine Line, long TimestampMs, LogRecord Record)
{
    private const string OwnPrefix = "ms.";

    /// <summary>The headers that the record had when it was sent.</summary>
    public IReadOnlyList<LogHeader> Headers =>
        [.. Record.Headers.Where(header => !header.Name.StartsWith(OwnPrefix, StringComparison.Ordinal))];

    /// <summary>Reads the headers.</summary>
    /// <exception cref="InvalidDataException">They are not those of a dead letter.</exception>
    public static DeadLetter Of(LogRecord record)
    {
        var line = new DeadLetterLine(
            Header(DeadLetterHeaders.Topic),
            int.Parse(Header(DeadLetterHeaders.Partition), CultureInfo.InvariantCulture),
            Number(DeadLetterHeaders.Offset),
            record.Key is null ? "" : Encoding.UTF8.GetString(record.Key),
            Header(DeadLetterHeaders.Reason),
            Header(DeadLetterHeaders.Error));
        return new(line, Number(DeadLetterHeaders.Timestamp), record);

        long Number(string name) => long.Parse(Header(name), CultureInfo.InvariantCulture);

        string Header(string name) => record.Headers.FirstOrDefault(header => header.Name == name).Value is { } value
            ? Encoding.UTF8.GetString(value)
            : throw new InvalidDataException($"{record.TopicPartition} at offset {record.Offset} is no dead letter: it has no header {name}");
    }
}
