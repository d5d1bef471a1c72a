using System.Diagnostics;
using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>Queues records, waiting within a limit while the local queue is full, and waits until they stand in the log.</summary>
internal static class KafkaSending
{
    private const int FineDrainMsMax = 20;
    private static readonly TimeSpan QueueFullPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(1);

    internal static void Send(
        IProducer<byte[], byte[]> producer,
        OutgoingRecord record,
        Action<DeliveryReport<byte[], byte[]>>? report,
        KafkaEvents events,
        int timeoutMs)
    {
        Message<byte[], byte[]> message = KafkaRecords.ToNative(record);
        var partition = new Confluent.Kafka.TopicPartition(record.Topic, record.Partition);
        long? fullSince = null;
        while (true)
        {
            try
            {
                producer.Produce(partition, message, report);
                return;
            }
            catch (KafkaException full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                fullSince ??= Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(fullSince.Value).TotalMilliseconds > timeoutMs)
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

    /// <summary>
    /// Waits for queued records and returns how many are left. One long flush, as in a commit, looks only every 10 ms: too rarely for a few records, while
    /// looking more often costs with many.
    /// </summary>
    internal static int Drain(IProducer<byte[], byte[]> producer, int timeoutMs)
    {
        long startedAt = Stopwatch.GetTimestamp();
        int left = producer.Flush(DrainPoll);
        while (left > 0 && Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds < FineDrainMsMax)
        {
            left = producer.Flush(DrainPoll);
        }

        return left == 0 ? 0 : producer.Flush(TimeSpan.FromMilliseconds(timeoutMs));
    }
}
