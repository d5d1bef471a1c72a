using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace MarginStreams.Streams;

/// <summary>Asks Kafka for offsets: what a partition holds, where a time is, what a group committed.</summary>
internal sealed class KafkaOffsets(IAdminClient client, KafkaClusterOptions options, KafkaEvents events)
{
    private const int AttemptsPerRequest = 4;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(20);

    private TimeSpan RequestTimeout => TimeSpan.FromMilliseconds(options.RequestTimeoutMs);

    /// <summary>Uncommitted records count, so that who reads up to the high offset has seen every open transaction end.</summary>
    internal Watermarks Watermarks(TopicPartition partition) => new(ListOffset(partition, OffsetSpec.Earliest()), ListOffset(partition, OffsetSpec.Latest()));

    /// <summary>The high watermark is asked for first: what it counts and is not stable afterwards is open.</summary>
    internal IReadOnlyList<TopicPartitionOffset> OpenTransactions(IReadOnlyList<TopicPartition> partitions)
    {
        Dictionary<TopicPartition, long> highs = ListOffsets(partitions, OffsetSpec.Latest());
        return
        [
            .. ListOffsets(partitions, OffsetSpec.Latest(), IsolationLevel.ReadCommitted).Where(stable => stable.Value < highs[stable.Key])
                .Select(stable => new TopicPartitionOffset(stable.Key, stable.Value)),
        ];
    }

    internal long? ForTime(TopicPartition partition, long timestampMs)
    {
        long offset = ListOffset(partition, OffsetSpec.ForTimestamp(timestampMs));
        return offset < 0 ? null : offset;
    }

    /// <remarks>
    /// By a consumer: the library's administrative request ends the process (a null pointer in librdkafka 2.16) when the group's coordinator is not ready,
    /// as after a broker's restart. It reads uncommitted, which here means that it does not wait for transactions that are under way.
    /// </remarks>
    internal long? Committed(string groupId, TopicPartition partition)
    {
        ConsumerConfig config = KafkaClientConfigs.Consumer(options, groupId);
        config.IsolationLevel = IsolationLevel.ReadUncommitted;
        IConsumer<Ignore, Ignore> consumer = KafkaClient.Build(new ConsumerBuilder<Ignore, Ignore>(config)
            .SetLogHandler((_, message) => events.OnLog(message))
            .SetErrorHandler((_, error) => events.OnError(error)).Build);
        try
        {
            return Committed(consumer, groupId, partition);
        }
        finally
        {
            KafkaClient.Dispose(consumer, options.DisposeTimeoutMs);
        }
    }

    /// <summary>A broker that has just started does not lead its groups yet, and the library hands that on.</summary>
    private long? Committed(IConsumer<Ignore, Ignore> consumer, string groupId, TopicPartition partition)
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Offset offset = consumer.Committed([partition.Native()], RequestTimeout)[0].Offset;
                return offset.Value < 0 ? null : offset.Value;
            }
            catch (KafkaException moving) when (IsCoordinatorUnknown(moving.Error.Code) && Stopwatch.GetElapsedTime(startedAt) < RequestTimeout)
            {
                Thread.Sleep(RetryInterval);
            }
            catch (KafkaException failure)
            {
                throw KafkaErrors.Translate(failure, $"asking for the offsets of group {groupId}", events, options.RequestTimeoutMs);
            }
        }
    }

    private static bool IsCoordinatorUnknown(ErrorCode code) => code
        is ErrorCode.NotCoordinatorForGroup or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.GroupLoadInProgress;

    private long ListOffset(TopicPartition partition, OffsetSpec spec) => ListOffsets([partition], spec)[partition];

    /// <remarks>
    /// In slices of the time there is: the library asks the leader that it knows, however dead, and then answers that the offset is unset, without an error.
    /// That is no offset: a task that took it for one would believe that its changelog is empty.
    /// </remarks>
    private Dictionary<TopicPartition, long> ListOffsets(
        IReadOnlyList<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation = IsolationLevel.ReadUncommitted)
    {
        var asked = new ListOffsetsOptions { RequestTimeout = RequestTimeout / AttemptsPerRequest, IsolationLevel = isolation };
        string places = string.Join(", ", partitions);
        long startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                ListOffsetsResult result = client.ListOffsetsAsync(
                    partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition.Native(), OffsetSpec = spec }), asked)
                    .GetAwaiter().GetResult();
                if (result.ResultInfos.TrueForAll(info => info.TopicPartitionOffsetError.Offset != Offset.Unset))
                {
                    return result.ResultInfos.Select(info => info.TopicPartitionOffsetError)
                        .ToDictionary(at => new TopicPartition(at.Topic, at.Partition.Value), at => at.Offset.Value);
                }

                if (Stopwatch.GetElapsedTime(startedAt) >= RequestTimeout)
                {
                    throw events.Unreachable($"listing offsets of {places}: nobody tells them", options.RequestTimeoutMs);
                }
            }
            catch (KafkaException moving) when (IsLeaderUnknown(moving) && Stopwatch.GetElapsedTime(startedAt) < RequestTimeout)
            {
                events.OnError(moving.Error);
            }
            catch (ListOffsetsException refused)
            {
                throw new LogException($"offsets of {places} could not be listed: {ErrorsOf(refused).FirstOrDefault(refused.Error).Reason}", refused);
            }
            catch (KafkaException failure)
            {
                throw KafkaErrors.Translate(failure, $"listing offsets of {places}", events, options.RequestTimeoutMs);
            }

            RefreshLeaders(partitions);
        }
    }

    private void RefreshLeaders(IReadOnlyList<TopicPartition> partitions)
    {
        string[] topics = [.. partitions.Select(partition => partition.Topic).Distinct(StringComparer.Ordinal)];
        try
        {
            // Of all topics: to ask for one would create it where brokers do that. And not by a description, for which the library may ask a dead broker.
            List<TopicMetadata> standing = client.GetMetadata(RequestTimeout).Topics;
            if (Array.Find(topics, topic => !standing.Exists(known => known.Topic == topic)) is { } missing)
            {
                throw new LogException($"topic {missing} does not exist");
            }
        }
        catch (KafkaException failure)
        {
            throw KafkaErrors.Translate(failure, $"asking for the leaders of {string.Join(", ", topics)}", events, options.RequestTimeoutMs);
        }

        Thread.Sleep(RetryInterval);
    }

    private static IEnumerable<Error> ErrorsOf(ListOffsetsException failure) =>
        failure.Result.ResultInfos.Select(info => info.TopicPartitionOffsetError.Error).Where(error => error.IsError);

    /// <summary>While a broker starts again nobody leads, and after that the client goes on with the leaders it knew before, for minutes.</summary>
    private static bool IsLeaderUnknown(KafkaException failure) =>
        failure is ListOffsetsException refused ? ErrorsOf(refused).All(error => IsLeaderUnknown(error.Code)) : IsLeaderUnknown(failure.Error.Code);

    private static bool IsLeaderUnknown(ErrorCode code) => code
        is ErrorCode.NotLeaderForPartition or ErrorCode.LeaderNotAvailable or ErrorCode.FencedLeaderEpoch or ErrorCode.UnknownLeaderEpoch
            or ErrorCode.OffsetNotAvailable or ErrorCode.Local_NoEnt or ErrorCode.Local_TimedOut or ErrorCode.Local_Transport;
}
