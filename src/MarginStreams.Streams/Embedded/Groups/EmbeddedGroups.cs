namespace MarginStreams.Streams;

/// <summary>
/// The consumer groups of an embedded cluster. A member whose time is over goes at the next operation on its group. The cluster's gate guards it.
/// </summary>
internal sealed class EmbeddedGroups(EmbeddedLog log)
{
    private readonly Dictionary<string, GroupState> _groups = new(StringComparer.Ordinal);

    /// <summary>The group that a member is to join.</summary>
    /// <exception cref="LogException">There is no such topic, or the group's members share another one.</exception>
    public GroupState Find(GroupOptions options)
    {
        int count = log.PartitionCount(options.Topic) ?? throw new LogException($"topic {options.Topic} does not exist");
        if (_groups.TryGetValue(options.GroupId, out GroupState? group))
        {
            Expire(group);
        }

        if (group is not null && !group.Shares(options.Topic) && !group.IsEmpty)
        {
            throw new LogException($"group {options.GroupId} shares another topic than {options.Topic}");
        }

        if (group is null || !group.Shares(options.Topic))
        {
            _groups[options.GroupId] = group =
                new GroupState(options.GroupId, [.. Enumerable.Range(0, count).Select(i => new TopicPartition(options.Topic, i))]);
        }

        return group;
    }

    /// <summary>Puts out the members of a group whose time is over.</summary>
    public void Expire(GroupState group)
    {
        if (group.Expire(log.NowMs))
        {
            log.Changed();
        }
    }

    /// <summary>Refuses the standing of a member that is no longer one, or of a generation that has passed. One that names no member stands always.</summary>
    public void Check(EmbeddedGroup standing)
    {
        if (standing.MemberId is null)
        {
            return;
        }

        GroupState group = _groups[standing.Id];
        Expire(group);
        if (!group.IsCurrent(standing))
        {
            throw new GroupFencedException($"group {standing.Id} has gone on without {standing.MemberId} of generation {standing.Generation}");
        }
    }
}
