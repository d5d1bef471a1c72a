namespace MarginStreams.Streams;

/// <summary>The log failed in a way that its caller did not cause.</summary>
public class LogException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The cluster does not answer.</summary>
public sealed class LogUnreachableException(string message, Exception? inner = null) : LogException(message, inner);

/// <summary>A newer producer of the same transactional id has taken over: let go.</summary>
public sealed class ProducerFencedException(string message, Exception? inner = null) : LogException(message, inner);

/// <summary>The group has gone on without this member, whose partitions may have another owner: let go of its tasks.</summary>
public sealed class GroupFencedException(string message, Exception? inner = null) : LogException(message, inner);

/// <summary>Nobody knows whether the commit happened: dispose the producer, make a new one, rewind.</summary>
public sealed class CommitOutcomeUnknownException(string message, Exception? inner = null) : LogException(message, inner);

/// <summary>
/// A transaction stands open in a partition whose writers were all fenced: the cluster has forgotten to end it, and nobody here knows whether it happened.
/// </summary>
public sealed class TransactionHangingException(TopicPartitionOffset place) : LogException(
    $"{place.TopicPartition}: a transaction that nobody ends stands open from offset {place.Offset} on; see docs/operating/hanging-transactions.md")
{
    /// <summary>Its first record.</summary>
    public TopicPartitionOffset Place => place;
}

/// <summary>A topic exists with other settings than the topology needs.</summary>
public sealed class TopicMismatchException(string message) : LogException(message);

/// <summary>The local copy of a task's state is not what it must be: wipe it, and rebuild the state from the changelog.</summary>
public sealed class TaskCorruptedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A file of a log on disk is not what was written, at a place where no killed process can have torn it: restore it from elsewhere.</summary>
public sealed class LogCorruptException(string file, long position, string what)
    : LogException($"{file} is corrupt at byte {position}: {what}")
{
    /// <summary>The file.</summary>
    public string File => file;

    /// <summary>Where in it, bytes from its beginning.</summary>
    public long Position => position;
}
