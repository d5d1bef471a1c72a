namespace MarginStreams.Streams;

/// <summary>Reads partitions of any number of tasks with one consumer, and hands each record to whom it belongs.</summary>
internal sealed class InputReader(ILogCluster cluster, string groupId) : IDisposable
{
    private readonly ILogConsumer _consumer = cluster.CreateConsumer(groupId);
    private readonly Dictionary<TopicPartition, IRecordSink> _sinks = [];
    private readonly HashSet<TopicPartition> _held = [];

    /// <summary>The standing of this reader's consumer, which is no member of its group.</summary>
    public IGroupMetadata GroupMetadata() => _consumer.GroupMetadata();

    /// <summary>Reads one more partition, from where its sink wants it.</summary>
    public void Add(IRecordSink sink)
    {
        _sinks.Add(sink.Partition, sink);
        _consumer.Add(new(sink.Partition, sink.ReadFrom));
    }

    /// <summary>Reads a partition no longer.</summary>
    public void Remove(TopicPartition partition)
    {
        if (_sinks.Remove(partition))
        {
            _held.Remove(partition);
            _consumer.Remove(partition);
        }
    }

    /// <summary>Goes on with a partition from where its sink wants it now.</summary>
    public void Seek(IRecordSink sink)
    {
        Remove(sink.Partition);
        Add(sink);
    }

    /// <summary>Whether everything visible of a partition was handed over.</summary>
    public bool IsAtEnd(TopicPartition partition) => _consumer.IsAtEnd(partition);

    /// <summary>Hands over what is there, at most until everyone is full, and waits for the first record. Whether there was any.</summary>
    public bool Read(TimeSpan wait)
    {
        LogRecord? record = _consumer.Poll(wait);
        int count = 0;
        for (; record is not null; count++)
        {
            Add(record);
            record = count >= StreamLimits.ReadRecordsMax || (_held.Count == _sinks.Count && _sinks.Count > 0) ? null : _consumer.Poll(TimeSpan.Zero);
        }

        return count > 0;
    }

    /// <summary>Tells that a sink gave a record away: it may have room again.</summary>
    public void OnTaken(IRecordSink sink)
    {
        if (_held.Count > 0 && sink.HasRoom && _held.Remove(sink.Partition))
        {
            _consumer.Resume(sink.Partition);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _consumer.Dispose();

    private void Add(LogRecord record)
    {
        if (!_sinks.TryGetValue(record.TopicPartition, out IRecordSink? sink))
        {
            return;
        }

        sink.Add(record);
        if (sink.IsFull && _held.Add(sink.Partition))
        {
            _consumer.Pause(sink.Partition);
        }
    }
}
