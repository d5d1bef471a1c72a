using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>Records between this project's shape and the client library's.</summary>
internal static class KafkaRecords
{
    private static readonly LogHeader[] NoHeaders = [];

    internal static LogRecord FromNative(ConsumeResult<byte[], byte[]> result) => new(
        result.Topic,
        result.Partition.Value,
        result.Offset.Value,
        result.Message.Timestamp.UnixTimestampMs,
        result.Message.Key,
        result.Message.Value,
        result.Message.Headers is { Count: > 0 } headers ? [.. headers.Select(header => new LogHeader(header.Key, header.GetValueBytes() ?? []))] : NoHeaders);

    internal static Message<byte[], byte[]> ToNative(OutgoingRecord record)
    {
        if (record.TimestampMs <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(record), record.TimestampMs, "The Kafka client takes a timestamp of 0 for the present.");
        }

        var message = new Message<byte[], byte[]>
        {
            Key = record.Key!,
            Value = record.Value!,
            Timestamp = new Timestamp(record.TimestampMs, TimestampType.CreateTime),
        };
        if (record.Headers is { Count: > 0 } headers)
        {
            message.Headers = [];
            foreach (LogHeader header in headers)
            {
                message.Headers.Add(header.Name, header.Value);
            }
        }

        return message;
    }
}
