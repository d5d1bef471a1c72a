namespace MarginStreams.Streams;

/// <summary>
/// One consumer group: its members in the order of their joining, who owns which partition, and who should. Every change of membership begins a
/// generation; a member is of the generation that it was last told of, and a partition goes to its wanted owner only after the present one let go.
/// The cluster's gate guards it.
/// </summary>
internal sealed class GroupState(string id, TopicPartition[] partitions)
{
    private readonly List<GroupSeat> _seats = [];
    private readonly GroupSeat?[] _owners = new GroupSeat?[partitions.Length];
    private GroupSeat?[] _wanted = new GroupSeat?[partitions.Length];
    private long _generation = GroupSeat.NoGeneration;
    private int _lastMember;

    /// <summary>Whether nobody is in it.</summary>
    public bool IsEmpty => _seats.Count == 0;

    /// <summary>When the next member is put out unless it polls, ms on the cluster's clock.</summary>
    public long DeadlineMs => _seats.Count == 0 ? long.MaxValue : _seats.Min(seat => seat.DeadlineMs);

    /// <summary>Whether the group shares the partitions of this topic.</summary>
    public bool Shares(string topic) => partitions[0].Topic == topic;

    /// <summary>Takes a member in. One of the same instance is fenced, and what it had is the new one's without a new generation.</summary>
    public GroupSeat Join(GroupOptions options, long nowMs)
    {
        var seat = new GroupSeat($"{id}-{++_lastMember}", options);
        seat.Polled(nowMs);
        int before = options.InstanceId is { } instance ? _seats.FindIndex(other => other.Options.InstanceId == instance) : -1;
        if (before >= 0)
        {
            GroupSeat old = _seats[before];
            old.IsFenced = true;
            _seats[before] = seat;
            Replace(_owners, old, seat);
            Replace(_wanted, old, seat);
        }
        else
        {
            _seats.Add(seat);
            Regenerate();
        }

        return seat;
    }

    /// <summary>Whether a member is still in the group.</summary>
    public bool Holds(GroupSeat seat) => _seats.Contains(seat);

    /// <summary>Whether this is a member, of the generation that it was last told of.</summary>
    public bool IsCurrent(EmbeddedGroup standing) =>
        standing.Generation != GroupSeat.NoGeneration &&
        _seats.Exists(seat => seat.MemberId == standing.MemberId && seat.Generation == standing.Generation);

    /// <summary>Lets a member go, and all that it owned.</summary>
    public void Remove(GroupSeat seat)
    {
        if (_seats.Remove(seat))
        {
            Replace(_owners, seat, null);
            Regenerate();
        }
    }

    /// <summary>Puts out the members whose time is over. Whether there were any.</summary>
    public bool Expire(long nowMs)
    {
        GroupSeat[] late = [.. _seats.Where(seat => seat.DeadlineMs <= nowMs)];
        foreach (GroupSeat seat in late)
        {
            _seats.Remove(seat);
            Replace(_owners, seat, null);
        }

        if (late.Length > 0)
        {
            Regenerate();
        }

        return late.Length > 0;
    }

    /// <summary>Whether a partition that a member owns should go to another.</summary>
    public bool MustGo(GroupSeat seat, TopicPartition partition) => _wanted[partition.Partition] != seat;

    /// <summary>Whether a member that holds these has to hear of a change.</summary>
    public bool HasNews(GroupSeat seat, IReadOnlySet<TopicPartition> held) => seat.IsFenced || !Holds(seat) || Array.Exists(
        partitions,
        at => held.Contains(at) ? MustGo(seat, at) : !MustGo(seat, at) && (_owners[at.Partition] is null || _owners[at.Partition] == seat));

    /// <summary>
    /// A member that was told to let go of some, and holds the others, has done so. Returns what it owns from now on beside what it holds, and makes it one
    /// of the present generation, unless there is more to let go.
    /// </summary>
    public TopicPartition[] Settle(GroupSeat seat, IReadOnlySet<TopicPartition> held)
    {
        var taken = new List<TopicPartition>();
        bool mustLetGo = false;
        foreach (TopicPartition partition in partitions)
        {
            int at = partition.Partition;
            bool isWanted = _wanted[at] == seat;
            if (held.Contains(partition))
            {
                mustLetGo |= !isWanted;
            }
            else if (isWanted && (_owners[at] is null || _owners[at] == seat))
            {
                _owners[at] = seat;
                taken.Add(partition);
            }
            else if (_owners[at] == seat)
            {
                _owners[at] = null;
            }
        }

        seat.Generation = mustLetGo ? seat.Generation : _generation;
        return [.. taken];
    }

    private static void Replace(GroupSeat?[] places, GroupSeat old, GroupSeat? with)
    {
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = places[i] == old ? with : places[i];
        }
    }

    private void Regenerate()
    {
        _generation++;
        _wanted = StickyAssignment.Assign(_seats, _owners);
    }
}
