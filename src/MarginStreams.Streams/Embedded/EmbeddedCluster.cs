using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Streams;

/// <summary>
/// The log in this process, in memory or on disk, with the semantics of a broker: partitions, offsets that control markers occupy, transactions that become
/// visible all at once and never before, producers fenced by a newer one of their id or by time, offsets committed inside transactions, consumer groups,
/// compaction. Any thread may use it; each of its consumers, members and producers belongs to one. One gate guards everything, so a commit over several
/// partitions is one step to every reader. Payloads are never copied in memory: nobody may change the arrays of a record.
/// </summary>
public sealed class EmbeddedCluster : ILogCluster
{
    private readonly EmbeddedLog _log;
    private readonly EmbeddedTransactions _transactions;
    private readonly EmbeddedGroups _groups;
    private bool _isDisposed;

    /// <summary>
    /// Makes an empty cluster in memory. Its clock says when members are put out of their groups and transactions are aborted; the system's, when none is
    /// given.
    /// </summary>
    public EmbeddedCluster(TimeProvider? time = null, EmbeddedOptions? options = null)
        : this(new EmbeddedLog(time ?? TimeProvider.System), options ?? new EmbeddedOptions())
    {
    }

    private EmbeddedCluster(EmbeddedLog log, EmbeddedOptions options)
    {
        _log = log;
        _transactions = new EmbeddedTransactions(log, options.TransactionTimeoutMs);
        _groups = new EmbeddedGroups(log);
        Admin = new EmbeddedAdmin(log, _transactions);
    }

    /// <inheritdoc/>
    public ILogAdmin Admin { get; }

    /// <summary>
    /// Opens the cluster that stands in a directory, or makes one there. Everything that was committed is there, whenever and however the last process ended;
    /// transactions that were open are aborted.
    /// </summary>
    /// <exception cref="LogException">The directory is in use by another cluster.</exception>
    /// <exception cref="LogCorruptException">A file is not what was written.</exception>
    public static EmbeddedCluster Open(string directory, EmbeddedOptions options, TimeProvider? time = null, ILogger? logger = null)
    {
        var store = new DiskStore(directory, options, logger ?? NullLogger.Instance);
        try
        {
            var log = new EmbeddedLog(time ?? TimeProvider.System, store);
            log.Open();
            return new EmbeddedCluster(log, options);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ILogConsumer CreateConsumer(string groupId) => new EmbeddedConsumer(_log, _transactions, groupId);

    /// <inheritdoc/>
    public IGroupMember JoinGroup(GroupOptions options, IRebalanceListener listener) => new EmbeddedGroupMember(_log, _groups, options, listener);

    /// <inheritdoc/>
    public ILogProducer CreateProducer() => new EmbeddedProducer(_log);

    /// <inheritdoc/>
    public ITransactionalProducer CreateTransactionalProducer(string transactionalId) =>
        new EmbeddedTransactionalProducer(_log, _transactions, _groups, transactionalId);

    /// <summary>
    /// Puts a committed record into the log, outside transactions. Offset -1 means the next one; any offset from the partition's end on leaves a gap, as
    /// compaction does. On disk it outlives the process after the next commit, flush or disposal.
    /// </summary>
    public void Append(LogRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_log.Gate)
        {
            PartitionLog partition = _log.Partition(record.TopicPartition);
            partition.Append(record.Offset < 0 ? record with { Offset = partition.EndOffset } : record);
            _log.Changed();
        }
    }

    /// <summary>
    /// Forgets to end the transactions that are open: their producers are fenced, their records stay undecided. A broker does that whose memory of them is
    /// wrong; tests and simulations need one.
    /// </summary>
    public void ForgetTransactions()
    {
        lock (_log.Gate)
        {
            _transactions.Forget();
        }
    }

    /// <summary>
    /// Compacts a partition of a compacted topic: of the records before the last stable offset, the last of each key stays, at its offset, and tombstones go.
    /// </summary>
    /// <exception cref="InvalidOperationException">The topic is not compacted.</exception>
    public void Compact(TopicPartition partition) => Compact(partition, long.MaxValue, long.MaxValue);

    /// <summary>
    /// Compacts a partition up to an offset, as a broker does that has not cleaned the rest yet; tombstones stay from another offset on, as those do that the
    /// broker has not kept for long enough.
    /// </summary>
    /// <exception cref="InvalidOperationException">The topic is not compacted.</exception>
    public void Compact(TopicPartition partition, long untilOffset, long tombstonesUntilOffset)
    {
        lock (_log.Gate)
        {
            _transactions.Expire();
            _log.Compact(partition, untilOffset, tombstonesUntilOffset);
        }
    }

    /// <summary>On disk, writes down what is not yet, and leaves the directory to the next process. In memory the log goes with its last user.</summary>
    public void Dispose()
    {
        lock (_log.Gate)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _log.Close();
            }
        }
    }
}
