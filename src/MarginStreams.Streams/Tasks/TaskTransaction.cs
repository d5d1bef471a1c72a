namespace MarginStreams.Streams;

/// <summary>The transaction of a task. It opens with the first effect, so a task with nothing to say opens none.</summary>
internal sealed class TaskTransaction(ITransactionalProducer producer, TaskOptions options, TaskCounts counts, long streamTimeMs) : IProcessorContext
{
    private readonly DeadLetterBox _deadLetters = new(options, counts);

    /// <summary>Whether there are effects that are not committed.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether the processor asked for a commit.</summary>
    public bool IsCommitRequested { get; set; }

    /// <summary>Number of records written since the task was made.</summary>
    public long WrittenCount { get; private set; }

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
            producer.Produce(To(options.Changelog, Opening.Key, null));
        }

        producer.Produce(record);
        WrittenCount++;
    }

    /// <inheritdoc/>
    public void Store(byte[] key, byte[]? value)
    {
        if (Cut.IsKey(key) || Opening.IsKey(key))
        {
            throw new ArgumentException("this key of the changelog belongs to the task", nameof(key));
        }

        Forward(To(options.Changelog, key, value));
    }

    /// <inheritdoc/>
    public void DeadLetter(LogRecord source, string reason, string error) => Forward(_deadLetters.Take(source, reason, error));

    /// <inheritdoc/>
    public void RequestCommit() => IsCommitRequested = true;

    /// <summary>Puts the cut, and what the journal noted, beside the effects.</summary>
    public Cut Seal(IReadOnlyList<TopicPartitionOffset> offsets, JournalWriter journal)
    {
        byte[] noted = journal.Take();
        if (options.Journal is { } place)
        {
            Forward(To(place, null, noted));
        }

        // The last record of a changelog before the marker is always a cut: snapshots rely on it.
        var cut = new Cut(StreamTimeMs, offsets);
        Forward(To(options.Changelog, Cut.Key, cut.Encode()));
        return cut;
    }

    /// <summary>Puts the group's offsets beside the effects, and makes all of it visible. It may run on another thread than the rest.</summary>
    public void Commit(IReadOnlyCollection<TopicPartitionOffset> offsets, Func<IGroupMetadata> group)
    {
        producer.SendOffsets(offsets, group());
        producer.Commit();
    }

    /// <summary>Notes that the commit went well.</summary>
    public void Committed()
    {
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

    private OutgoingRecord To(TopicPartition place, byte[]? key, byte[]? value) => new(place.Topic, place.Partition, StreamTimeMs, key, value);
}
