namespace MarginStreams.Streams;

/// <summary>The topics of an embedded cluster, the offsets of its groups, and the gate that guards them all.</summary>
internal sealed class EmbeddedLog(TimeProvider time) : ILogAdmin
{
    private readonly Dictionary<string, PartitionLog[]> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, TopicPartition Partition), long> _committed = [];
    private int _waiting;

    /// <summary>Held by whoever reads or changes anything. A plain object, because waiting for a change needs a monitor.</summary>
    public object Gate { get; } = new();

    /// <summary>Milliseconds on the cluster's clock, from no particular moment.</summary>
    public long NowMs => time.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMillisecond;

    /// <inheritdoc/>
    public void EnsureTopics(IReadOnlyCollection<TopicSpec> topics)
    {
        lock (Gate)
        {
            foreach (TopicSpec spec in topics)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(spec.Partitions, 1, nameof(topics));
                if (!_topics.TryGetValue(spec.Name, out PartitionLog[]? partitions))
                {
                    _topics[spec.Name] = [.. Enumerable.Range(0, spec.Partitions).Select(i => new PartitionLog(new(spec.Name, i)))];
                }
                else if (partitions.Length != spec.Partitions)
                {
                    throw new TopicMismatchException($"topic {spec.Name} has {partitions.Length} partitions, but {spec.Partitions} are needed");
                }
            }
        }
    }

    /// <inheritdoc/>
    public int? PartitionCount(string topic)
    {
        lock (Gate)
        {
            return _topics.TryGetValue(topic, out PartitionLog[]? partitions) ? partitions.Length : null;
        }
    }

    /// <inheritdoc/>
    public Watermarks QueryWatermarks(TopicPartition partition)
    {
        lock (Gate)
        {
            return new Watermarks(0, Partition(partition).EndOffset);
        }
    }

    /// <inheritdoc/>
    public long? OffsetForTime(TopicPartition partition, long timestampMs)
    {
        lock (Gate)
        {
            return Partition(partition).OffsetForTime(timestampMs);
        }
    }

    /// <inheritdoc/>
    public long? CommittedOffset(string groupId, TopicPartition partition)
    {
        lock (Gate)
        {
            return _committed.TryGetValue((groupId, partition), out long offset) ? offset : null;
        }
    }

    /// <summary>Keeps a group's offset. The caller holds the gate.</summary>
    public void Commit(string groupId, TopicPartitionOffset next) => _committed[(groupId, next.TopicPartition)] = next.Offset;

    /// <summary>A partition that exists. The caller holds the gate.</summary>
    public PartitionLog Partition(TopicPartition place) => Partition(place.Topic, place.Partition);

    /// <summary>A partition that exists. The caller holds the gate.</summary>
    public PartitionLog Partition(string topic, int partition)
    {
        if (!_topics.TryGetValue(topic, out PartitionLog[]? partitions))
        {
            throw new LogException($"topic {topic} does not exist");
        }

        return partition >= 0 && partition < partitions.Length
            ? partitions[partition]
            : throw new LogException($"topic {topic} has {partitions.Length} partitions, and none with number {partition}");
    }

    /// <summary>Wakes those who wait: something may have become visible. The caller holds the gate.</summary>
    public void Changed()
    {
        if (_waiting > 0)
        {
            Monitor.PulseAll(Gate);
        }
    }

    /// <summary>Waits for a change. The caller holds the gate, and looks again afterwards.</summary>
    public void Wait(TimeSpan timeout)
    {
        _waiting++;
        Monitor.Wait(Gate, timeout);
        _waiting--;
    }
}
