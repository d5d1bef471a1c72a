using System.Diagnostics;
using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>
/// Reads committed records of partitions that it is told, outside the group's own assignment. It keeps its positions by
/// itself: the client's do not count the control markers and aborted records that end a partition.
/// </summary>
internal sealed class KafkaConsumer : ILogConsumer
{
    // librdkafka 2.16 was seen to fetch nothing any more, for ever, after its broker had stood still while partitions came and went.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    private readonly KafkaClusterOptions _options;
    private readonly KafkaEvents _events;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly KafkaConsumerCalls<byte[], byte[]> _calls;
    private readonly Dictionary<TopicPartition, KafkaReading> _readings = [];
    private readonly List<KafkaReading> _resumed = [];

    internal KafkaConsumer(KafkaClusterOptions options, string groupId, KafkaEvents events)
    {
        _options = options;
        _events = events;
        ConsumerBuilder<byte[], byte[]> builder = new ConsumerBuilder<byte[], byte[]>(KafkaClientConfigs.Consumer(options, groupId))
            .SetLogHandler((_, message) => events.OnLog(message))
            .SetErrorHandler((_, error) => events.OnError(error));
        _consumer = KafkaClient.Build(builder.Build);
        _calls = new KafkaConsumerCalls<byte[], byte[]>(_consumer, options, events);
    }

    public void Assign(IReadOnlyCollection<TopicPartitionOffset> partitions)
    {
        foreach (KafkaReading former in _readings.Values)
        {
            LetFetch(former);
        }

        _resumed.Clear();
        _readings.Clear();
        foreach (TopicPartitionOffset at in partitions)
        {
            _readings[at.TopicPartition] = new KafkaReading(at.TopicPartition, at.Offset);
        }

        _calls.Assign(partitions);
    }

    public void Add(TopicPartitionOffset partition)
    {
        _readings.Add(partition.TopicPartition, new KafkaReading(partition.TopicPartition, partition.Offset));
        _calls.Add(partition);
    }

    /// <summary>The library forgets what it fetched of the partition, but not that it was paused: it would be so again when it is added again.</summary>
    public void Remove(TopicPartition partition)
    {
        KafkaReading reading = _readings[partition];
        LetFetch(reading);
        _resumed.Remove(reading);
        _readings.Remove(partition);
        _calls.Remove(partition);
    }

    public LogRecord? Poll(TimeSpan timeout)
    {
        if (PollWaiting() is { } waiting)
        {
            return waiting;
        }

        // Once a record: the clock is not asked where nothing is waited for.
        long startedAt = timeout == TimeSpan.Zero ? 0 : Stopwatch.GetTimestamp();
        TimeSpan left = timeout;
        while (Consume(left) is { } result)
        {
            left = left == TimeSpan.Zero ? left : timeout - Stopwatch.GetElapsedTime(startedAt);
            left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            if (!_readings.TryGetValue(new(result.Topic, result.Partition.Value), out KafkaReading? reading))
            {
                continue;
            }

            if (!reading.IsHeld)
            {
                if (reading.Take(result) is { } record)
                {
                    return record;
                }

                continue;
            }

            Keep(reading, result);
            if (left == TimeSpan.Zero)
            {
                // Another step would fetch what is held back faster than anybody takes it.
                return null;
            }
        }

        foreach (KafkaReading reading in _readings.Values)
        {
            if (reading.IsSilentFor(SilenceMax))
            {
                throw _events.Unreachable($"fetching {reading.Partition}", (int)SilenceMax.TotalMilliseconds);
            }
        }

        return null;
    }

    public void Seek(TopicPartitionOffset partition)
    {
        KafkaReading reading = _readings[partition.TopicPartition];
        reading.Move(partition.Offset);

        // In this order: a resume goes back to where the client stood when it paused.
        LetFetch(reading);
        _calls.Seek(partition);
    }

    public long Position(TopicPartition partition) => _readings[partition].Position;

    /// <summary>The client tells of an end only when a fetch came back empty; its high watermark often shows it before.</summary>
    public bool IsAtEnd(TopicPartition partition)
    {
        KafkaReading reading = _readings[partition];
        return !reading.HasWaiting
            && (reading.IsAtEnd || (reading.HasRead && reading.Position == _consumer.GetWatermarkOffsets(partition.Native()).High.Value));
    }

    public void Pause(TopicPartition partition)
    {
        KafkaReading reading = _readings[partition];
        reading.IsHeld = true;
        _resumed.Remove(reading);
    }

    public void Resume(TopicPartition partition)
    {
        KafkaReading reading = _readings[partition];
        if (reading.IsHeld)
        {
            reading.IsHeld = false;
            _resumed.Add(reading);
        }
    }

    public IGroupMetadata GroupMetadata() => _calls.GroupMetadata();

    public void Dispose() => _calls.End();

    /// <summary>What waited during a pause comes before what the client has.</summary>
    private LogRecord? PollWaiting()
    {
        while (_resumed.Count > 0)
        {
            KafkaReading reading = _resumed[^1];
            LogRecord? record = reading.TakeWaiting();
            if (reading.IsHalfEmpty)
            {
                LetFetch(reading);
            }

            if (record is not null)
            {
                return record;
            }

            _resumed.RemoveAt(_resumed.Count - 1);
        }

        return null;
    }

    private void Keep(KafkaReading reading, ConsumeResult<byte[], byte[]> result)
    {
        reading.Keep(result);
        if (reading.IsFull && !reading.IsStopped)
        {
            _consumer.Pause([reading.Partition.Native()]);
            reading.IsStopped = true;
        }
    }

    private void LetFetch(KafkaReading reading)
    {
        if (reading.IsStopped)
        {
            _consumer.Resume([reading.Partition.Native()]);
            reading.IsStopped = false;
        }
    }

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
        TopicPartition partition = failure.ConsumerRecord.TopicPartition.FromNative();
        if (!_readings.TryGetValue(partition, out KafkaReading? reading))
        {
            return null;
        }

        if (reading.Position != 0)
        {
            throw new LogException($"{partition} does not hold offset {reading.Position}, which is to be read next: {failure.Error.Reason}", failure);
        }

        _calls.AddAnew(partition);
        return null;
    }
}
