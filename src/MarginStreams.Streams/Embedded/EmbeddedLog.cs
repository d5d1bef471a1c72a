namespace MarginStreams.Streams;

/// <summary>
/// The topics of an embedded cluster, the offsets of its groups, and the gate that guards them all; on disk when it has a store. Its callers hold the gate.
/// </summary>
internal sealed class EmbeddedLog(TimeProvider time, DiskStore? store = null)
{
    private readonly Dictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, TopicPartition Partition), long> _committed = [];
    private long _lastTransaction = RecordEntry.NoTransaction;
    private int _waiting;

    /// <summary>Held by whoever reads or changes anything. A plain object, because waiting for a change needs a monitor.</summary>
    public object Gate { get; } = new();

    /// <summary>Milliseconds on the cluster's clock, from no particular moment.</summary>
    public long NowMs => time.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>Takes over what the store has found on disk, and ends the transactions that were open.</summary>
    public void Open()
    {
        if (store is not null)
        {
            StoredLog stored = store.Open();
            stored.Topics.ForEach(at => _topics.Add(at.Spec.Name, new Topic(at.Spec, at.Partitions)));
            stored.Offsets.ToList().ForEach(at => _committed.Add(at.Key, at.Value));
            _lastTransaction = stored.LastTransaction;
        }
    }

    /// <summary>Creates the topics that do not exist.</summary>
    public void EnsureTopics(IReadOnlyCollection<TopicSpec> topics)
    {
        foreach (TopicSpec spec in topics)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(spec.Partitions, 1, nameof(topics));
            if (!_topics.TryGetValue(spec.Name, out Topic? topic))
            {
                PartitionLog[] partitions = store?.Create(spec) ?? [.. Enumerable.Range(0, spec.Partitions).Select(i => new PartitionLog(new(spec.Name, i)))];
                _topics[spec.Name] = new Topic(spec, partitions);
            }
            else if (topic.Partitions.Length != spec.Partitions)
            {
                throw new TopicMismatchException($"topic {spec.Name} has {topic.Partitions.Length} partitions, but {spec.Partitions} are needed");
            }
        }
    }

    /// <summary>Number of partitions, or null when there is no such topic.</summary>
    public int? PartitionCount(string topic) => _topics.TryGetValue(topic, out Topic? found) ? found.Partitions.Length : null;

    /// <summary>The next offset that a group has committed, or null when there is none.</summary>
    public long? CommittedOffset(string groupId, TopicPartition partition) =>
        _committed.TryGetValue((groupId, partition), out long offset) ? offset : null;

    /// <summary>A number for a transaction, never given twice.</summary>
    public long NextTransaction() => ++_lastTransaction;

    /// <summary>Makes everything written so far outlive the process, or more.</summary>
    public void Flush() => store?.Flush(_lastTransaction);

    /// <summary>Makes a transaction's commit outlive the process, or more: from here on it has happened.</summary>
    public void Decide(EmbeddedTransactions.Transaction transaction) => store?.Decide(transaction, _lastTransaction);

    /// <summary>Keeps the files small once a transaction has ended.</summary>
    public void Ended(EmbeddedTransactions.Transaction transaction)
    {
        if (store is not null)
        {
            DiskStore.CompactDirty(transaction.Touched.Where(partition => _topics[partition.Place.Topic].Spec.Compacted));
            store.Summarize(_lastTransaction, _committed);
        }
    }

    /// <summary>Keeps a group's offset.</summary>
    public void Commit(string groupId, TopicPartitionOffset next) => _committed[(groupId, next.TopicPartition)] = next.Offset;

    /// <summary>Compacts a partition up to an offset; tombstones stay from another one on.</summary>
    public void Compact(TopicPartition place, long untilOffset, long tombstonesUntilOffset)
    {
        PartitionLog partition = Partition(place);
        if (!_topics[place.Topic].Spec.Compacted)
        {
            throw new InvalidOperationException($"topic {place.Topic} is not compacted");
        }

        partition.Compact(untilOffset, tombstonesUntilOffset);
    }

    /// <summary>A partition that exists.</summary>
    public PartitionLog Partition(TopicPartition place) => Partition(place.Topic, place.Partition);

    /// <summary>A partition that exists.</summary>
    public PartitionLog Partition(string topic, int partition)
    {
        if (!_topics.TryGetValue(topic, out Topic? found))
        {
            throw new LogException($"topic {topic} does not exist");
        }

        return partition >= 0 && partition < found.Partitions.Length
            ? found.Partitions[partition]
            : throw new LogException($"topic {topic} has {found.Partitions.Length} partitions, and none with number {partition}");
    }

    /// <summary>Wakes those who wait: something may have become visible.</summary>
    public void Changed()
    {
        if (_waiting > 0)
        {
            Monitor.PulseAll(Gate);
        }
    }

    /// <summary>Waits for a change. The caller looks again afterwards.</summary>
    public void Wait(TimeSpan timeout)
    {
        _waiting++;
        Monitor.Wait(Gate, timeout);
        _waiting--;
    }

    /// <summary>Closes the files.</summary>
    public void Close() => store?.Close(_lastTransaction);

    private sealed record Topic(TopicSpec Spec, PartitionLog[] Partitions);
}
