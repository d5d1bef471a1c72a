namespace MarginStreams.Streams;

/// <summary>
/// The log in this process and in memory, with the semantics of a broker: partitions, offsets that control markers occupy, transactions that become visible
/// all at once and never before, producers fenced by a newer one of their id, offsets committed inside transactions. Any thread may use it; each of its
/// consumers and producers belongs to one. One gate guards everything, so a commit over several partitions is one step to every reader. Payloads are never
/// copied: nobody may change the arrays of a record.
/// </summary>
public sealed class EmbeddedCluster : ILogCluster
{
    private readonly EmbeddedLog _log;
    private readonly EmbeddedTransactions _transactions;
    private readonly EmbeddedGroups _groups;

    /// <summary>Makes an empty cluster. Its clock says when members are put out of their groups; the system's, when none is given.</summary>
    public EmbeddedCluster(TimeProvider? time = null)
    {
        _log = new EmbeddedLog(time ?? TimeProvider.System);
        _transactions = new EmbeddedTransactions(_log);
        _groups = new EmbeddedGroups(_log);
    }

    /// <inheritdoc/>
    public ILogAdmin Admin => _log;

    /// <inheritdoc/>
    public ILogConsumer CreateConsumer(string groupId) => new EmbeddedConsumer(_log, groupId);

    /// <inheritdoc/>
    public IGroupMember JoinGroup(GroupOptions options, IRebalanceListener listener) => new EmbeddedGroupMember(_log, _groups, options, listener);

    /// <inheritdoc/>
    public ILogProducer CreateProducer() => new EmbeddedProducer(_log);

    /// <inheritdoc/>
    public ITransactionalProducer CreateTransactionalProducer(string transactionalId) =>
        new EmbeddedTransactionalProducer(_log, _transactions, _groups, transactionalId);

    /// <summary>
    /// Puts a committed record into the log, outside transactions. Offset -1 means the next one; any offset from the partition's end on leaves a gap, as
    /// compaction does.
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

    /// <summary>Releases nothing: the log goes with its last user.</summary>
    public void Dispose()
    {
    }
}
