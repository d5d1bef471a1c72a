using MarginStreams.Streams;

namespace MarginStreams.Simulation;

/// <summary>
/// A consumer through which faults strike: it finds nothing now and then, does not hear of what is new for a while, and goes back to hand out again what it
/// handed out just before. What a client does by itself, as seeking, never fails. It never waits: a poll that finds nothing lets a little time pass.
/// </summary>
internal sealed class FaultyConsumer(FaultyCluster cluster, ILogConsumer inner) : ILogConsumer
{
    private const int RecentMax = 12;
    private const long WaitMsMax = 20;
    private readonly Dictionary<TopicPartition, List<long>> _recent = [];
    private int _emptyLeft;
    private TopicPartition _last;
    private bool _isStale;

    private bool IsStale => _isStale &= _emptyLeft > 0 && !cluster.Faults.IsHealed;

    /// <inheritdoc/>
    public void Assign(IReadOnlyCollection<TopicPartitionOffset> partitions)
    {
        _recent.Clear();
        inner.Assign(partitions);
    }

    /// <inheritdoc/>
    public void Add(TopicPartitionOffset partition) => inner.Add(partition);

    /// <inheritdoc/>
    public void Remove(TopicPartition partition)
    {
        _recent.Remove(partition);
        inner.Remove(partition);
    }

    /// <inheritdoc/>
    public LogRecord? Poll(TimeSpan timeout)
    {
        cluster.Reach();
        if (IsStale)
        {
            _emptyLeft--;
            return Nothing(timeout);
        }

        switch (cluster.Faults.At(LogOperation.Poll))
        {
            case SimulatedFault.Redelivery:
                GoBack();
                break;
            case SimulatedFault.EmptyPoll when HasMore():
                cluster.Faults.Struck(SimulatedFault.EmptyPoll);
                return Nothing(timeout);
            case SimulatedFault.StaleEnd when HasMore():
                cluster.Faults.Struck(SimulatedFault.StaleEnd);
                _isStale = true;
                _emptyLeft = (int)cluster.Random.Between(1, 30);
                return Nothing(timeout);
            case SimulatedFault.RequestLost:
                return cluster.Strike<LogRecord?>(SimulatedFault.RequestLost, () => null);
            case SimulatedFault.Delay:
                return cluster.Strike(SimulatedFault.Delay, Take) ?? Nothing(timeout);
            default:
                break;
        }

        return Take() ?? Nothing(timeout);
    }

    /// <inheritdoc/>
    public void Seek(TopicPartitionOffset partition)
    {
        _recent.Remove(partition.TopicPartition);
        inner.Seek(partition);
    }

    /// <inheritdoc/>
    public long Position(TopicPartition partition) => inner.Position(partition);

    /// <inheritdoc/>
    public bool IsAtEnd(TopicPartition partition) => IsStale || inner.IsAtEnd(partition);

    /// <inheritdoc/>
    public void Pause(TopicPartition partition) => inner.Pause(partition);

    /// <inheritdoc/>
    public void Resume(TopicPartition partition) => inner.Resume(partition);

    /// <inheritdoc/>
    public IGroupMetadata GroupMetadata() => inner.GroupMetadata();

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private bool HasMore() => _recent.Count > 0 && _recent.ContainsKey(_last) && !inner.IsAtEnd(_last);

    private LogRecord? Nothing(TimeSpan timeout)
    {
        if (timeout > TimeSpan.Zero)
        {
            cluster.Host.Wait(Math.Clamp((long)timeout.TotalMilliseconds, 1, WaitMsMax));
        }

        return null;
    }

    private LogRecord? Take()
    {
        if (inner.Poll(TimeSpan.Zero) is not { } record)
        {
            return null;
        }

        _last = record.TopicPartition;
        if (!_recent.TryGetValue(_last, out List<long>? recent))
        {
            _recent.Add(_last, recent = []);
        }

        recent.RemoveAll(offset => offset >= record.Offset);
        recent.Add(record.Offset);
        if (recent.Count > RecentMax)
        {
            recent.RemoveAt(0);
        }

        return record;
    }

    private void GoBack()
    {
        if (_recent.TryGetValue(_last, out List<long>? recent))
        {
            inner.Seek(new(_last, recent[(int)cluster.Random.Below(recent.Count)]));
            cluster.Faults.Struck(SimulatedFault.Redelivery);
        }
    }
}
