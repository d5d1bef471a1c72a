using System.Diagnostics;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>
/// Reads committed records of partitions that it is told, outside the group's own assignment. It keeps its positions by
/// itself: the client's do not count the control markers and aborted records that end a partition.
/// </summary>
internal sealed class KafkaConsumer : ILogConsumer
{
    private static readonly TimeSpan SeekPollInterval = TimeSpan.FromMilliseconds(2);

    private readonly KafkaClusterOptions _options;
    private readonly KafkaEvents _events;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly Dictionary<TopicPartition, Place> _places = [];

    internal KafkaConsumer(KafkaClusterOptions options, string groupId, KafkaEvents events)
    {
        _options = options;
        _events = events;
        ConsumerBuilder<byte[], byte[]> builder = new ConsumerBuilder<byte[], byte[]>(KafkaClientConfigs.Consumer(options, groupId))
            .SetLogHandler((_, message) => events.OnLog(message))
            .SetErrorHandler((_, error) => events.OnError(error));
        _consumer = KafkaClient.Build(builder.Build);
    }

    public void Assign(IReadOnlyCollection<TopicPartitionOffset> partitions)
    {
        _consumer.Assign(partitions.Select(Native));
        _places.Clear();
        foreach (TopicPartitionOffset at in partitions)
        {
            _places[at.TopicPartition] = new Place(at.Offset, IsAtEnd: false);
        }
    }

    public LogRecord? Poll(TimeSpan timeout)
    {
        long startedAt = Stopwatch.GetTimestamp();
        TimeSpan left = timeout;
        while (true)
        {
            ConsumeResult<byte[], byte[]>? result = Consume(left);
            if (result is null)
            {
                return null;
            }

            var partition = new TopicPartition(result.Topic, result.Partition.Value);
            ref Place place = ref CollectionsMarshal.GetValueRefOrNullRef(_places, partition);
            if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref place))
            {
                if (!result.IsPartitionEOF)
                {
                    place = new Place(result.Offset.Value + 1, IsAtEnd: false);
                    return KafkaRecords.FromNative(result);
                }

                // The end's offset stands behind whatever markers and aborted records come last.
                place = new Place(result.Offset.Value, IsAtEnd: true);
            }

            left = timeout - Stopwatch.GetElapsedTime(startedAt);
            left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public void Seek(TopicPartitionOffset partition)
    {
        Place before = _places[partition.TopicPartition];
        long startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                _consumer.Seek(Native(partition));
                _places[partition.TopicPartition] = before with { Position = partition.Offset, IsAtEnd = false };
                return;
            }
            catch (KafkaException notYet) when (
                notYet.Error.Code is ErrorCode.Local_State or ErrorCode.Local_PrevInProgress
                && Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds < _options.RequestTimeoutMs)
            {
                // An assignment takes effect in the background, and a partition cannot be moved before.
                Thread.Sleep(SeekPollInterval);
            }
            catch (KafkaException failure)
            {
                throw KafkaErrors.Translate(failure, $"seeking in {partition.TopicPartition}", _events, _options.RequestTimeoutMs);
            }
        }
    }

    public long Position(TopicPartition partition) => _places[partition].Position;

    public bool IsAtEnd(TopicPartition partition) => _places[partition].IsAtEnd;

    public void Pause(TopicPartition partition) => _consumer.Pause([partition.Native()]);

    public void Resume(TopicPartition partition) => _consumer.Resume([partition.Native()]);

    public IGroupMetadata GroupMetadata() => new KafkaGroupMetadata(_consumer.ConsumerGroupMetadata);

    public void Dispose() => KafkaClient.Dispose(_consumer, _options.DisposeTimeoutMs);

    private ConsumeResult<byte[], byte[]>? Consume(TimeSpan timeout)
    {
        try
        {
            return _consumer.Consume(timeout);
        }
        catch (ConsumeException failure) when (failure.Error.Code == ErrorCode.Local_AutoOffsetReset)
        {
            return OnOffsetGone(failure);
        }
        catch (KafkaException failure)
        {
            throw KafkaErrors.Translate(failure, "reading", _events, _options.RequestTimeoutMs);
        }
    }

    /// <summary>Offset 0 means the beginning, which retention may have moved. Any other that is gone must be heard of.</summary>
    private ConsumeResult<byte[], byte[]>? OnOffsetGone(ConsumeException failure)
    {
        Confluent.Kafka.TopicPartition at = failure.ConsumerRecord.TopicPartition;
        var partition = new TopicPartition(at.Topic, at.Partition.Value);
        if (!_places.TryGetValue(partition, out Place place))
        {
            return null;
        }

        if (place.Position != 0)
        {
            throw new LogException($"{partition} does not hold offset {place.Position}, which is to be read next: {failure.Error.Reason}", failure);
        }

        _consumer.Seek(new Confluent.Kafka.TopicPartitionOffset(at, Offset.Beginning));
        return null;
    }

    private static Confluent.Kafka.TopicPartitionOffset Native(TopicPartitionOffset at) => new(at.TopicPartition.Native(), at.Offset);

    private readonly record struct Place(long Position, bool IsAtEnd);
}
