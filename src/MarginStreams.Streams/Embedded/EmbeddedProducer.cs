namespace MarginStreams.Streams;

/// <summary>Writes outside transactions: a record stands in the log as soon as it is produced.</summary>
internal sealed class EmbeddedProducer(EmbeddedLog log) : ILogProducer
{
    /// <inheritdoc/>
    public void Produce(OutgoingRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (log.Gate)
        {
            log.Partition(record.Topic, record.Partition).Append(record, RecordEntry.NoTransaction);
            log.Changed();
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        lock (log.Gate)
        {
            log.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
