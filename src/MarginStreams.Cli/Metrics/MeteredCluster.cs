using System.Collections.Concurrent;
using MarginStreams.Contracts;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Metrics;

/// <summary>
/// A cluster that counts what is committed to it. Counting stands at the seam of the log, so that a trigger, a frame or a dead letter counts when readers can
/// see it, once, whatever the runtime above did to get there.
/// </summary>
internal sealed class MeteredCluster(ILogCluster inner, TopicNames topics, WireFormat wire, CommitMetrics metrics, TimeProvider clock) : ILogCluster
{
    private readonly ConcurrentDictionary<string, int> _producers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ILogAdmin Admin => inner.Admin;

    /// <inheritdoc/>
    public ILogConsumer CreateConsumer(string groupId) => inner.CreateConsumer(groupId);

    /// <inheritdoc/>
    public IGroupMember JoinGroup(GroupOptions options, IRebalanceListener listener) =>
        inner.JoinGroup(options, new MeteredListener(listener, metrics));

    /// <inheritdoc/>
    public ILogProducer CreateProducer() => inner.CreateProducer();

    /// <inheritdoc/>
    public ITransactionalProducer CreateTransactionalProducer(string transactionalId)
    {
        if (_producers.AddOrUpdate(transactionalId, 1, static (_, count) => count + 1) > 1)
        {
            metrics.ProducerReplaced();
        }

        var tally = new TransactionTally(topics, wire, metrics, clock);
        return new MeteredProducer(inner.CreateTransactionalProducer(transactionalId), tally);
    }

    /// <summary>The cluster belongs to whoever made it.</summary>
    public void Dispose()
    {
    }

    private sealed class MeteredListener(IRebalanceListener inner, CommitMetrics metrics) : IRebalanceListener
    {
        public void Assigned(IReadOnlyCollection<TopicPartition> partitions)
        {
            metrics.Rebalance();
            inner.Assigned(partitions);
        }

        public void Revoked(IReadOnlyCollection<TopicPartition> partitions)
        {
            metrics.Rebalance();
            inner.Revoked(partitions);
        }

        public void Lost(IReadOnlyCollection<TopicPartition> partitions)
        {
            metrics.Rebalance();
            inner.Lost(partitions);
        }
    }
}
