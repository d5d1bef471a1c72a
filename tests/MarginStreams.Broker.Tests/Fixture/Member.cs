namespace MarginStreams.Broker.Tests;

/// <summary>A member of a group that notes what it is told. A thread of its own polls it, unless a test does.</summary>
internal sealed class Member : IRebalanceListener, IDisposable
{
    private readonly IGroupMember _member;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread? _poller;
    private volatile HashSet<int> _owned = [];
    private volatile Exception? _failed;

    internal Member(ILogCluster cluster, GroupOptions options, bool isPolled = true)
    {
        _member = cluster.JoinGroup(options, this);
        if (isPolled)
        {
            _poller = new Thread(PollUntilStopped);
            _poller.Start();
        }
    }

    /// <summary>The membership itself.</summary>
    internal IGroupMember Itself => _member;

    /// <summary>The partitions it owns now.</summary>
    internal IReadOnlySet<int> Owned => _owned;

    /// <summary>Why polling ended, if it failed.</summary>
    internal Exception? Failed => _failed;

    /// <summary>Number of times that partitions were lost.</summary>
    internal int Losses { get; private set; }

    /// <summary>Carried out while partitions are being revoked.</summary>
    internal Action? OnRevoked { get; set; }

    /// <summary>Carried out when partitions are assigned.</summary>
    internal Action? OnAssigned { get; set; }

    /// <inheritdoc/>
    public void Assigned(IReadOnlyCollection<TopicPartition> partitions)
    {
        _owned = [.. _owned, .. partitions.Select(partition => partition.Partition)];
        OnAssigned?.Invoke();
    }

    /// <inheritdoc/>
    public void Revoked(IReadOnlyCollection<TopicPartition> partitions)
    {
        OnRevoked?.Invoke();
        _owned = [.. _owned.Except(partitions.Select(partition => partition.Partition))];
    }

    /// <inheritdoc/>
    public void Lost(IReadOnlyCollection<TopicPartition> partitions)
    {
        Losses++;
        _owned = [.. _owned.Except(partitions.Select(partition => partition.Partition))];
    }

    /// <summary>Polls no longer, but stays.</summary>
    internal void Stop()
    {
        _stop.Cancel();
        _poller?.Join();
    }

    /// <summary>Stops polling and leaves.</summary>
    internal void Leave()
    {
        Stop();
        _member.Leave();
    }

    public void Dispose()
    {
        Stop();
        _member.Dispose();
        _stop.Dispose();
    }

    private void PollUntilStopped()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                _member.Poll(TimeSpan.FromMilliseconds(50));
            }
        }
        catch (Exception failed)
        {
            _failed = failed;
        }
    }
}
