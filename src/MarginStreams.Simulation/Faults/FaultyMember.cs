using MarginStreams.Streams;

namespace MarginStreams.Simulation;

/// <summary>A membership in a group through which faults strike. While the log does not answer, polling finds out nothing.</summary>
internal sealed class FaultyMember(FaultyCluster cluster, IGroupMember inner) : IGroupMember
{
    /// <inheritdoc/>
    public TimeSpan UnstableFor => inner.UnstableFor;

    /// <inheritdoc/>
    public void Poll(TimeSpan timeout)
    {
        if (!cluster.IsGone && !cluster.Host.IsUnreachable)
        {
            cluster.Run(LogOperation.TakePart, () => inner.Poll(TimeSpan.Zero));
        }
    }

    /// <inheritdoc/>
    public IGroupMetadata Metadata() => inner.Metadata();

    /// <inheritdoc/>
    public void Leave() => cluster.Run(LogOperation.TakePart, inner.Leave);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
