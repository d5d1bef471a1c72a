namespace MarginStreams.Streams;

/// <summary>
/// A cluster of logs: embedded in this process, or Kafka. Everything above the client talks to this seam, and the same
/// contract tests hold both to it.
/// </summary>
public interface ILogCluster : IDisposable
{
    /// <summary>Creates, describes and measures topics.</summary>
    ILogAdmin Admin { get; }

    /// <summary>A consumer that reads committed records only and never commits by itself.</summary>
    ILogConsumer CreateConsumer(string groupId);

    /// <summary>
    /// Joins a consumer group that shares the partitions of one topic among its members. Nothing is read through it: it only tells which partitions are whose.
    /// </summary>
    IGroupMember JoinGroup(GroupOptions options, IRebalanceListener listener);

    /// <summary>A producer that writes at once, outside any transaction, in order and without duplicates.</summary>
    ILogProducer CreateProducer();

    /// <summary>
    /// A producer whose records become visible all at once. Creating it fences an older one of the same id and aborts what that one left open.
    /// </summary>
    ITransactionalProducer CreateTransactionalProducer(string transactionalId);
}

/// <summary>A topic to be created.</summary>
public sealed record TopicSpec(string Name, int Partitions, bool Compacted, IReadOnlyDictionary<string, string>? Settings = null);

/// <summary>The administrative side of a cluster.</summary>
public interface ILogAdmin
{
    /// <summary>Creates the topics that do not exist; one that exists otherwise than needed is an error.</summary>
    /// <exception cref="TopicMismatchException">A topic exists with another number of partitions, or drops records where they are needed.</exception>
    void EnsureTopics(IReadOnlyCollection<TopicSpec> topics);

    /// <summary>Number of partitions, or null when there is no such topic.</summary>
    int? PartitionCount(string topic);

    /// <summary>The offsets a partition holds. The high one counts uncommitted records too.</summary>
    Watermarks QueryWatermarks(TopicPartition partition);

    /// <summary>Which of these partitions have a transaction open, and the first record of the oldest: readers of committed records wait before it.</summary>
    IReadOnlyList<TopicPartitionOffset> OpenTransactions(IReadOnlyList<TopicPartition> partitions);

    /// <summary>Offset of the first record at or after a time, or null when there is none.</summary>
    long? OffsetForTime(TopicPartition partition, long timestampMs);

    /// <summary>
    /// The next offset a group's transactions committed for a partition, or null when there is none. A task reports when it disagrees with its own cut,
    /// which is the authority; and nobody could tell otherwise whether <see cref="ITransactionalProducer.SendOffsets"/> did anything.
    /// </summary>
    long? CommittedOffset(string groupId, TopicPartition partition);
}

/// <summary>Reads committed records of assigned partitions, in offset order within each.</summary>
public interface ILogConsumer : IDisposable
{
    /// <summary>Reads these partitions from these offsets, and no others.</summary>
    void Assign(IReadOnlyCollection<TopicPartitionOffset> partitions);

    /// <summary>Reads one more partition, beside the others.</summary>
    void Add(TopicPartitionOffset partition);

    /// <summary>Reads a partition no longer; nothing of it is polled from now on.</summary>
    void Remove(TopicPartition partition);

    /// <summary>The next record, or null when none arrived in time.</summary>
    LogRecord? Poll(TimeSpan timeout);

    /// <summary>Moves to an offset: the next record polled of this partition is the first at or after it.</summary>
    void Seek(TopicPartitionOffset partition);

    /// <summary>Offset after the last record polled; control markers that follow it count as passed once the consumer saw them.</summary>
    long Position(TopicPartition partition);

    /// <summary>Whether everything committed that this consumer has heard of was polled.</summary>
    bool IsAtEnd(TopicPartition partition);

    /// <summary>Holds a partition back without giving it up.</summary>
    void Pause(TopicPartition partition);

    /// <summary>Ends a pause.</summary>
    void Resume(TopicPartition partition);

    /// <summary>The standing of a consumer that is no member of its group, for a transaction: no generation, so nothing fences it.</summary>
    IGroupMetadata GroupMetadata();
}

/// <summary>Writes outside transactions.</summary>
public interface ILogProducer : IDisposable
{
    /// <summary>Queues a record.</summary>
    void Produce(OutgoingRecord record);

    /// <summary>Returns when all that was queued stands in the log.</summary>
    void Flush();
}

/// <summary>
/// Writes records that become visible together or never. Being fenced may show at any call, at <see cref="Commit"/> at the latest. Disposing is what a
/// crash does: an open transaction stays open until a newer producer of the same id aborts it, or its time runs out.
/// </summary>
public interface ITransactionalProducer : IDisposable
{
    /// <summary>Opens a transaction.</summary>
    void Begin();

    /// <summary>Queues a record into the open transaction.</summary>
    void Produce(OutgoingRecord record);

    /// <summary>
    /// Puts the group's next offsets into the open transaction, after everything produced so far stands in the log: a member of a past generation must find
    /// out before its records can be missed by whoever reads on.
    /// </summary>
    /// <exception cref="GroupFencedException">The member is no longer part of the group, or of a generation that has passed.</exception>
    void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata group);

    /// <summary>
    /// Waits until everything produced so far stands in the log. A commit does so itself; what is aborted before that may never have been there.
    /// </summary>
    void Flush();

    /// <summary>Makes everything visible.</summary>
    /// <exception cref="ProducerFencedException">A newer producer of the same id has taken over.</exception>
    /// <exception cref="CommitOutcomeUnknownException">It is not known whether the commit happened: this producer must not be used again.</exception>
    void Commit();

    /// <summary>Drops everything in the open transaction.</summary>
    void Abort();
}
