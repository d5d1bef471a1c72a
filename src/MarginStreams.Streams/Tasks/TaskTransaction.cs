namespace MarginStreams.Streams;

/// <summary>The transaction of a task. It opens with the first effect, so a task with nothing to say opens none.</summary>
internal sealed class TaskTransaction(ITransactionalProducer producer, TaskOptions options, TaskCounts counts, long streamTimeMs) : IProcessorContext
{
    private readonly DeadLetterBox _deadLetters = new(options, counts);

    /// <summary>Whether there are effects that are not committed.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether the processor asked for a commit.</summary>
    public bool IsCommitRequested { get; set; }

    /// <summary>The largest timestamp of any record taken so far, ms: changelog records carry it.</summary>
    public long StreamTimeMs { get; private set; } = streamTimeMs;

    /// <summary>Moves stream-time on; it never goes back.</summary>
    public void Reach(long timestampMs) => StreamTimeMs = Math.Max(StreamTimeMs, timestampMs);

    /// <inheritdoc/>
    public void Forward(OutgoingRecord record)
    {
        if (!IsOpen)
        {
            producer.Begin();
            IsOpen = true;
        }

        producer.Produce(record);
    }

    /// <inheritdoc/>
    public void Store(byte[] key, byte[]? value)
    {
        if (Cut.IsKey(key))
        {
            throw new ArgumentException("this key of the changelog belongs to the task's cut", nameof(key));
        }

        ToChangelog(key, value);
    }

    /// <inheritdoc/>
    public void DeadLetter(LogRecord source, string reason, string error) => Forward(_deadLetters.Take(source, reason, error));

    /// <inheritdoc/>
    public void RequestCommit() => IsCommitRequested = true;

    /// <summary>Puts the cut and the group's offsets beside the effects, and makes all of it visible.</summary>
    public void Commit(IReadOnlyList<TopicPartitionOffset> offsets, Func<IGroupMetadata> group)
    {
        ToChangelog(Cut.Key, new Cut(StreamTimeMs, offsets).Encode());
        producer.SendOffsets(offsets, group());
        producer.Commit();
        IsOpen = false;
        IsCommitRequested = false;
        counts.Commits++;
    }

    /// <summary>Drops what is open when nobody may take this task over soon, so that readers are not held up.</summary>
    public void AbandonQuietly()
    {
        try
        {
            producer.Abort();
        }
        catch (LogException)
        {
            // The log does not answer: the next producer of this id, or the broker's timeout, aborts it.
        }
    }

    private void ToChangelog(byte[] key, byte[]? value) =>
        Forward(new OutgoingRecord(options.Changelog.Topic, options.Changelog.Partition, StreamTimeMs, key, value));
}
