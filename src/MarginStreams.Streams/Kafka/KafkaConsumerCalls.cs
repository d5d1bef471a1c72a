using System.Diagnostics;
using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>What a consumer is asked that waits for the client's own thread, which the library does without a limit: here it has one.</summary>
internal sealed class KafkaConsumerCalls<TKey, TValue>(IConsumer<TKey, TValue> consumer, KafkaClusterOptions options, KafkaEvents events)
{
    private static readonly TimeSpan SeekPollInterval = TimeSpan.FromMilliseconds(2);
    private readonly BoundedCalls _calls = new();

    /// <summary>For how long a call has not returned; the client is of no more use then.</summary>
    internal TimeSpan HangingFor => _calls.HangingFor;

    internal void Assign(IEnumerable<TopicPartitionOffset> places) => Call("assigning partitions", () => consumer.Assign(places.Select(Native)));

    internal void Add(TopicPartitionOffset place) => Call($"adding {place.TopicPartition}", () => consumer.IncrementalAssign([Native(place)]));

    internal void Remove(TopicPartition partition) => Call($"removing {partition}", () => consumer.IncrementalUnassign([partition.Native()]));

    /// <summary>For a partition that the client has given up: it would not seek in it.</summary>
    internal void AddAnew(TopicPartition partition) => Call($"going back to the beginning of {partition}", () =>
    {
        Confluent.Kafka.TopicPartition native = partition.Native();
        consumer.IncrementalUnassign([native]);
        consumer.IncrementalAssign([new Confluent.Kafka.TopicPartitionOffset(native, Offset.Beginning)]);
    });

    internal void Seek(TopicPartitionOffset place) => Call($"seeking in {place.TopicPartition}", () =>
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                consumer.Seek(Native(place));
                return;
            }
            catch (KafkaException notYet) when (
                notYet.Error.Code is ErrorCode.Local_State or ErrorCode.Local_PrevInProgress
                && Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds < options.RequestTimeoutMs)
            {
                // An assignment takes effect in the background, and a partition cannot be moved before.
                Thread.Sleep(SeekPollInterval);
            }
        }
    });

    internal IGroupMetadata GroupMetadata()
    {
        IConsumerGroupMetadata? metadata = null;
        Call("asking for the standing in the group", () => metadata = consumer.ConsumerGroupMetadata);
        return new KafkaGroupMetadata(metadata!);
    }

    /// <summary>Says farewell to the group, and waits for that for a limited time: without it the session of a member ends later by itself.</summary>
    internal void Close()
    {
        try
        {
            _calls.Make(consumer.Close, options.DisposeTimeoutMs);
        }
        catch (KafkaException failure)
        {
            events.OnError(failure.Error);
        }
    }

    /// <summary>Ends the client.</summary>
    internal void End() => _calls.End(consumer, options.DisposeTimeoutMs);

    private void Call(string doing, Action call)
    {
        try
        {
            if (!_calls.Make(call, options.RequestTimeoutMs))
            {
                throw events.Hanging(doing, options.RequestTimeoutMs);
            }
        }
        catch (KafkaException failure)
        {
            throw KafkaErrors.Translate(failure, doing, events, options.RequestTimeoutMs);
        }
    }

    private static Confluent.Kafka.TopicPartitionOffset Native(TopicPartitionOffset at) => new(at.TopicPartition.Native(), at.Offset);
}
