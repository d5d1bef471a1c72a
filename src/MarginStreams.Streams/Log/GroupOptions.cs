namespace MarginStreams.Streams;

/// <summary>How a group finds out who is alive and who owns what.</summary>
public enum GroupProtocol
{
    /// <summary>The members assign, cooperatively: what stays with its owner is never interrupted.</summary>
    Classic,

    /// <summary>The broker assigns (KIP-848); the session time is a setting of the broker.</summary>
    Consumer,
}

/// <summary>How to take part in a group.</summary>
/// <param name="GroupId">Name of the group.</param>
/// <param name="Topic">The topic whose partitions it shares.</param>
public sealed record GroupOptions(string GroupId, string Topic)
{
    /// <summary>The protocol.</summary>
    public GroupProtocol Protocol { get; init; } = GroupProtocol.Classic;

    /// <summary>A name that outlives a restart, so that the same instance gets its partitions back at once; null is none.</summary>
    public string? InstanceId { get; init; }

    /// <summary>A member that is silent for so long is put out, ms. It bounds how long a takeover takes.</summary>
    public int SessionTimeoutMs { get; init; } = 6_000;

    /// <summary>
    /// A membership that has not stood in its group for so long hangs, ms: it is made anew. That may also be an outage, which it does no harm.
    /// </summary>
    public int UnstableMaxMs { get; init; } = 30_000;

    /// <summary>A member that does not poll for so long is put out, ms.</summary>
    public int MaxPollIntervalMs { get; init; } = 300_000;
}
