using System.Buffers.Text;
using System.Globalization;
using System.Text;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>
/// The place that a copied record comes from, in headers before its own ones. They have the names that they have in dead letters.
/// </summary>
internal static class SourceHeaders
{
    private const int Count = 3;

    /// <summary>The headers of a copy.</summary>
    public static LogHeader[] Of(LogRecord source) =>
    [
        new(DeadLetterHeaders.Topic, Encoding.UTF8.GetBytes(source.Topic)),
        new(DeadLetterHeaders.Partition, Encoding.UTF8.GetBytes(source.Partition.ToString(CultureInfo.InvariantCulture))),
        new(DeadLetterHeaders.Offset, Encoding.UTF8.GetBytes(source.Offset.ToString(CultureInfo.InvariantCulture))),
        .. source.Headers,
    ];

    /// <summary>The record that a copy was made of.</summary>
    /// <exception cref="InvalidDataException">It is no copy: somebody else has written into a topic of ours.</exception>
    public static LogRecord SourceOf(LogRecord copy)
    {
        IReadOnlyList<LogHeader> headers = copy.Headers;
        bool isCopy = headers.Count >= Count
            && headers[0].Name == DeadLetterHeaders.Topic
            && headers[1].Name == DeadLetterHeaders.Partition
            && headers[2].Name == DeadLetterHeaders.Offset;
        if (!isCopy
            || !Utf8Parser.TryParse(headers[1].Value, out int partition, out int partitionBytes) || partitionBytes != headers[1].Value.Length
            || !Utf8Parser.TryParse(headers[2].Value, out long offset, out int offsetBytes) || offsetBytes != headers[2].Value.Length)
        {
            throw new InvalidDataException($"{copy.TopicPartition} at offset {copy.Offset}: expected headers that name its source, but there are none");
        }

        LogHeader[] own = headers.Count == Count ? [] : [.. headers.Skip(Count)];
        return new LogRecord(Encoding.UTF8.GetString(headers[0].Value), partition, offset, copy.TimestampMs, copy.Key, copy.Value, own);
    }
}
