using MarginStreams.Streams;

namespace MarginStreams.Simulation;

/// <summary>
/// A transactional producer through which faults strike. One that was disposed must not be used, and one whose commit has an unknown outcome neither.
/// </summary>
internal sealed class FaultyProducer(FaultyCluster cluster, ITransactionalProducer inner) : ITransactionalProducer
{
    private bool _isOver;

    /// <inheritdoc/>
    public void Begin() => Use(LogOperation.Begin, inner.Begin);

    /// <inheritdoc/>
    public void Produce(OutgoingRecord record) => Use(LogOperation.Produce, () => inner.Produce(record));

    /// <inheritdoc/>
    public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata group) =>
        Use(LogOperation.SendOffsets, () => inner.SendOffsets(offsets, group));

    /// <inheritdoc/>
    public void Flush()
    {
        ThrowIfOver();
        cluster.Reach();
        inner.Flush();
    }

    /// <inheritdoc/>
    public void Commit() => Noting(CommitWithFaults);

    /// <inheritdoc/>
    public void Abort() => Use(LogOperation.Abort, inner.Abort);

    /// <inheritdoc/>
    public void Dispose() => _isOver = true;

    private void CommitWithFaults()
    {
        ThrowIfOver();
        cluster.Reach();
        SimulatedFault? fault = cluster.Faults.At(LogOperation.Commit);
        switch (fault)
        {
            case null:
                inner.Commit();
                break;
            case SimulatedFault.CommitUnknownDone:
                inner.Commit();
                throw Unknown(fault.Value);
            case SimulatedFault.CommitUnknownLost:
                throw Unknown(fault.Value);
            case SimulatedFault.CommitUnknownLate:
                cluster.Host.Later(CommitLate);
                throw Unknown(fault.Value);
            default:
                cluster.Strike(fault.Value, () =>
                {
                    inner.Commit();
                    return 0;
                });
                break;
        }
    }

    private CommitOutcomeUnknownException Unknown(SimulatedFault fault)
    {
        _isOver = true;
        cluster.Faults.Struck(fault);
        return new CommitOutcomeUnknownException("the commit was not answered");
    }

    private void CommitLate()
    {
        try
        {
            inner.Commit();
        }
        catch (ProducerFencedException)
        {
            // A newer producer came first, and aborted it.
        }
    }

    private void Use(LogOperation operation, Action call)
    {
        ThrowIfOver();
        Noting(() => cluster.Run(operation, call));
    }

    private void Noting(Action call)
    {
        try
        {
            call();
        }
        catch (ProducerFencedException)
        {
            cluster.Host.WasFenced();
            throw;
        }
    }

    private void ThrowIfOver() => ObjectDisposedException.ThrowIf(_isOver, this);
}

/// <summary>A producer outside transactions, which no task has that works as it should.</summary>
internal sealed class FaultyPlainProducer(FaultyCluster cluster, ILogProducer inner) : ILogProducer
{
    /// <inheritdoc/>
    public void Produce(OutgoingRecord record) => cluster.Run(LogOperation.Produce, () => inner.Produce(record));

    /// <inheritdoc/>
    public void Flush() => cluster.Reach();

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
