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
        if (record.TimestampMs < 0)
        {
            throw new ArgumentException($"the timestamp of a record for {record.Topic} is negative: {record.TimestampMs}", nameof(record));
        }

        var message = new Message<byte[], byte[]>
        {
            Key = record.Key!,
            Value = record.Value!,
            // The client takes 0 for the present, which would differ from run to run.
            Timestamp = new Timestamp(Math.Max(record.TimestampMs, 1), TimestampType.CreateTime),
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
