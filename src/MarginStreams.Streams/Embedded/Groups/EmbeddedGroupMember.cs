using System.Diagnostics;

namespace MarginStreams.Streams;

/// <summary>A member of a group of the embedded cluster. The listener is never called under the gate, since it may commit, and wait for others.</summary>
internal sealed class EmbeddedGroupMember : IGroupMember
{
    private readonly EmbeddedLog _log;
    private readonly EmbeddedGroups _groups;
    private readonly GroupOptions _options;
    private readonly IRebalanceListener _listener;
    private readonly HashSet<TopicPartition> _held = [];
    private GroupState _group;
    private GroupSeat _seat;
    private bool _hasLeft;

    /// <summary>Joins; what it owns is told at the next poll.</summary>
    public EmbeddedGroupMember(EmbeddedLog log, EmbeddedGroups groups, GroupOptions options, IRebalanceListener listener)
    {
        _log = log;
        _groups = groups;
        _options = options;
        _listener = listener;
        lock (log.Gate)
        {
            (_group, _seat) = Join();
        }
    }

    /// <inheritdoc/>
    public void Poll(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        while (!Step())
        {
            TimeSpan left = timeout - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            Wait(left);
        }
    }

    /// <inheritdoc/>
    public IGroupMetadata Metadata()
    {
        lock (_log.Gate)
        {
            return new EmbeddedGroup(_options.GroupId, _seat.MemberId, _seat.Generation);
        }
    }

    /// <inheritdoc/>
    public void Leave()
    {
        ThrowIfGone();
        bool isMember;
        lock (_log.Gate)
        {
            _groups.Expire(_group);
            isMember = _group.Holds(_seat);
        }

        LetGo(_held.ToArray(), isMember ? _listener.Revoked : _listener.Lost);
        lock (_log.Gate)
        {
            _hasLeft = true;
            _group.Remove(_seat);
            _log.Changed();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_log.Gate)
        {
            if (!_hasLeft)
            {
                _hasLeft = true;
                _seat.Vanished(_log.NowMs);
                _log.Changed();
            }
        }
    }

    /// <summary>One exchange with the group. Whether anything changed.</summary>
    private bool Step()
    {
        ThrowIfGone();
        TopicPartition[] lost = [];
        TopicPartition[] revoked = [];
        lock (_log.Gate)
        {
            if (IsMember())
            {
                revoked = InOrder(_held.Where(partition => _group.MustGo(_seat, partition)));
            }
            else
            {
                lost = [.. _held];
                (_group, _seat) = Join();
            }
        }

        LetGo(lost, _listener.Lost);
        LetGo(revoked, _listener.Revoked);
        TopicPartition[] taken = [];
        lock (_log.Gate)
        {
            if (IsMember())
            {
                taken = _group.Settle(_seat, _held);
            }

            if (revoked.Length > 0)
            {
                _log.Changed();
            }
        }

        if (taken.Length > 0)
        {
            _held.UnionWith(taken);
            _listener.Assigned(taken);
        }

        return lost.Length + revoked.Length + taken.Length > 0;
    }

    /// <summary>Whether it is still in the group; then this counts as a poll.</summary>
    private bool IsMember()
    {
        if (_seat.IsFenced)
        {
            throw new GroupFencedException($"a newer member of group {_options.GroupId} has taken over instance {_options.InstanceId}");
        }

        _groups.Expire(_group);
        bool isMember = _group.Holds(_seat);
        if (isMember)
        {
            _seat.Polled(_log.NowMs);
        }

        return isMember;
    }

    private (GroupState Group, GroupSeat Seat) Join()
    {
        GroupState group = _groups.Find(_options);
        GroupSeat seat = group.Join(_options, _log.NowMs);
        _log.Changed();
        return (group, seat);
    }

    private void LetGo(TopicPartition[] partitions, Action<IReadOnlyCollection<TopicPartition>> tell)
    {
        if (partitions.Length > 0)
        {
            tell(InOrder(partitions));
            _held.ExceptWith(partitions);
        }
    }

    private void Wait(TimeSpan left)
    {
        lock (_log.Gate)
        {
            if (_group.HasNews(_seat, _held))
            {
                return;
            }

            // Whoever's time ends next is put out by the one that waits, when nobody else comes along.
            TimeSpan untilDeadline = TimeSpan.FromMilliseconds(Math.Clamp(_group.DeadlineMs - _log.NowMs, 1, 60_000));
            _log.Wait(left < untilDeadline ? left : untilDeadline);
        }
    }

    private void ThrowIfGone() => ObjectDisposedException.ThrowIf(_hasLeft, this);

    private static TopicPartition[] InOrder(IEnumerable<TopicPartition> partitions) => [.. partitions.OrderBy(at => at.Partition)];
}
