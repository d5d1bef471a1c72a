namespace MarginStreams.Streams;

/// <summary>
/// A membership in a consumer group. One thread uses it, except <see cref="Metadata"/>. Disposing without <see cref="Leave"/> is what a crash does.
/// </summary>
public interface IGroupMember : IDisposable
{
    /// <summary>
    /// Takes part in the group for at most this time, and tells the listener what changed, on this thread. A member that does not poll for longer than
    /// <see cref="GroupOptions.MaxPollIntervalMs"/> is put out of the group.
    /// </summary>
    void Poll(TimeSpan timeout);

    /// <summary>The group's standing right now, for a transaction. Never to be kept. Any thread may ask.</summary>
    IGroupMetadata Metadata();

    /// <summary>
    /// Time since the member last stood in its group with a coordinator that answers and no rebalance under way; zero while it does. Beyond a limit the
    /// membership hangs, and a new one has to be made. It is found out by polling. Any thread may ask.
    /// </summary>
    TimeSpan UnstableFor => TimeSpan.Zero;

    /// <summary>Leaves the group: the listener is told that everything is revoked, then others may have it at once.</summary>
    void Leave();
}

/// <summary>A group's standing, as its cluster understands it.</summary>
public interface IGroupMetadata;

/// <summary>Hears of changes in what a member owns, on the thread that polls or leaves.</summary>
public interface IRebalanceListener
{
    /// <summary>These partitions are owned from now on, beside those that were.</summary>
    void Assigned(IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>These go to another member once this returns: commit or abort before.</summary>
    void Revoked(IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>These may have another owner already: touch nothing of theirs.</summary>
    void Lost(IReadOnlyCollection<TopicPartition> partitions);
}
