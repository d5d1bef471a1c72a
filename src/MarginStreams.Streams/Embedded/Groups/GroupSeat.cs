namespace MarginStreams.Streams;

/// <summary>
/// A member as its group sees it. While its process lives its heartbeats come by themselves, so only polling counts; once it is gone, the rest of its
/// session is all that is left.
/// </summary>
internal sealed class GroupSeat(string memberId, GroupOptions options)
{
    /// <summary>Generation of a member that was not told of any yet.</summary>
    public const long NoGeneration = 0;

    /// <summary>Its name, never given twice.</summary>
    public string MemberId => memberId;

    /// <summary>How it takes part.</summary>
    public GroupOptions Options => options;

    /// <summary>The last generation it was told of.</summary>
    public long Generation { get; set; } = NoGeneration;

    /// <summary>When it is put out, ms on the cluster's clock.</summary>
    public long DeadlineMs { get; private set; }

    /// <summary>Whether a newer member has taken its instance id.</summary>
    public bool IsFenced { get; set; }

    /// <summary>It polled.</summary>
    public void Polled(long nowMs) => DeadlineMs = nowMs + options.MaxPollIntervalMs;

    /// <summary>Its process is gone.</summary>
    public void Vanished(long nowMs) => DeadlineMs = Math.Min(DeadlineMs, nowMs + options.SessionTimeoutMs);
}
