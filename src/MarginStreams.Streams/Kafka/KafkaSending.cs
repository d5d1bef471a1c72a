using System.Diagnostics;
using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>Queues a record, waiting within a limit while the local queue is full.</summary>
internal static class KafkaSending
{
    private static readonly TimeSpan QueueFullPoll = TimeSpan.FromMilliseconds(10);

    internal static void Send(
        IProducer<byte[], byte[]> producer,
        OutgoingRecord record,
        Action<DeliveryReport<byte[], byte[]>>? report,
        KafkaEvents events,
        int timeoutMs)
    {
        Message<byte[], byte[]> message = KafkaRecords.ToNative(record);
        var partition = new Confluent.Kafka.TopicPartition(record.Topic, record.Partition);
        long startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                producer.Produce(partition, message, report);
                return;
            }
            catch (KafkaException full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                if (Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds > timeoutMs)
                {
                    throw events.Unreachable($"producing to {record.Topic}-{record.Partition}: the local queue stayed full", timeoutMs, full);
                }

                Thread.Sleep(QueueFullPoll);
            }
            catch (KafkaException failure)
            {
                throw KafkaErrors.Translate(failure, $"producing to {record.Topic}-{record.Partition}", events, timeoutMs);
            }
        }
    }
}
