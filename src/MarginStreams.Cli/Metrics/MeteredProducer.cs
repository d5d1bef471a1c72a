using MarginStreams.Streams;

namespace MarginStreams.Cli.Metrics;

/// <summary>A transactional producer whose transactions are counted by how they end.</summary>
internal sealed class MeteredProducer(ITransactionalProducer inner, TransactionTally tally) : ITransactionalProducer
{
    private bool _isOpen;

    /// <inheritdoc/>
    public void Begin()
    {
        inner.Begin();
        tally.Begin();
        _isOpen = true;
    }

    /// <inheritdoc/>
    public void Produce(OutgoingRecord record)
    {
        // Once a record: without a closure each.
        try
        {
            inner.Produce(record);
        }
        catch (LogException failure)
        {
            Note(failure);
            throw;
        }

        tally.Take(record);
    }

    /// <inheritdoc/>
    public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata group) => Watched(() => inner.SendOffsets(offsets, group));

    /// <inheritdoc/>
    public void Flush() => Watched(inner.Flush);

    /// <inheritdoc/>
    public void Commit()
    {
        Watched(inner.Commit);
        End(TransactionOutcome.Committed);
    }

    /// <inheritdoc/>
    public void Abort()
    {
        End(TransactionOutcome.Aborted);
        inner.Abort();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End(TransactionOutcome.Aborted);
        inner.Dispose();
    }

    private void Watched(Action step)
    {
        try
        {
            step();
        }
        catch (LogException failure)
        {
            Note(failure);
            throw;
        }
    }

    private void Note(LogException failure)
    {
        if (failure is ProducerFencedException or GroupFencedException)
        {
            End(TransactionOutcome.Fenced);
        }
        else if (failure is CommitOutcomeUnknownException)
        {
            End(TransactionOutcome.Unknown);
        }
    }

    private void End(TransactionOutcome outcome)
    {
        if (_isOpen)
        {
            _isOpen = false;
            tally.End(outcome);
        }
    }
}
