using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>Making and ending the client library's objects.</summary>
internal static class KafkaClient
{
    /// <summary>Builds a client; settings that the library does not take become one clear error.</summary>
    internal static T Build<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new LogException($"The Kafka client refuses its settings: {refused.Message}", refused);
        }
    }

    /// <summary>Disposes a client without waiting longer than a limit: a thread of the library may hang in the network.</summary>
    internal static void Dispose(IDisposable client, int timeoutMs) => OwnThread.Run(client.Dispose).Wait(timeoutMs);

    /// <summary>The client library's name of a partition.</summary>
    internal static Confluent.Kafka.TopicPartition Native(this TopicPartition partition) => new(partition.Topic, partition.Partition);

    /// <summary>This project's name of a partition.</summary>
    internal static TopicPartition FromNative(this Confluent.Kafka.TopicPartition partition) => new(partition.Topic, partition.Partition.Value);
}
