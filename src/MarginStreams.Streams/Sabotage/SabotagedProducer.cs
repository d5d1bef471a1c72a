namespace MarginStreams.Streams;

/// <summary>Writes some records of a transaction outside it: what a runtime without exactly-once does.</summary>
internal sealed class SabotagedProducer(ITransactionalProducer inner, ILogProducer outside, Func<OutgoingRecord, bool> isOutside) : ITransactionalProducer
{
    /// <summary>The producer as it is, unless the task's environment says otherwise.</summary>
    public static ITransactionalProducer Wrap(ITransactionalProducer producer, TaskOptions options, TaskEnvironment environment) => environment.Sabotage switch
    {
        StreamsSabotage.OutputsOutsideTransactions => new SabotagedProducer(
            producer,
            environment.Cluster.CreateProducer(),
            record => record.Topic != options.Changelog.Topic && record.Topic != options.Journal?.Topic),
        StreamsSabotage.CutOutsideTransactions => new SabotagedProducer(
            producer, environment.Cluster.CreateProducer(), record => record.Topic == options.Changelog.Topic && Cut.IsKey(record.Key)),
        _ => producer,
    };

    /// <inheritdoc/>
    public void Begin() => inner.Begin();

    /// <inheritdoc/>
    public void Produce(OutgoingRecord record)
    {
        if (isOutside(record))
        {
            outside.Produce(record);
        }
        else
        {
            inner.Produce(record);
        }
    }

    /// <inheritdoc/>
    public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata group)
    {
        outside.Flush();
        inner.SendOffsets(offsets, group);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        outside.Flush();
        inner.Flush();
    }

    /// <inheritdoc/>
    public void Commit() => inner.Commit();

    /// <inheritdoc/>
    public void Abort() => inner.Abort();

    /// <inheritdoc/>
    public void Dispose()
    {
        inner.Dispose();
        outside.Dispose();
    }
}
