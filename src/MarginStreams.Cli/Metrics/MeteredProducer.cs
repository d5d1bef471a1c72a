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
        Watched(() => inner.Produce(record));
        tally.Take(record);
    }

    /// <inheritdoc/>
    public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata group) => Watched(() => inner.SendOffsets(offsets, group));

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
        catch (Exception failure) when (failure is ProducerFencedException or GroupFencedException)
        {
            End(TransactionOutcome.Fenced);
            throw;
        }
        catch (CommitOutcomeUnknownException)
        {
            End(TransactionOutcome.Unknown);
            throw;
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
