namespace MarginStreams.Streams;

/// <summary>Writes transactions. Being fenced shows at the first call after it happened.</summary>
internal sealed class EmbeddedTransactionalProducer : ITransactionalProducer
{
    private readonly EmbeddedLog _log;
    private readonly EmbeddedTransactions _transactions;
    private readonly EmbeddedGroups _groups;
    private readonly string _id;
    private readonly int _epoch;

    /// <summary>Takes over a transactional id.</summary>
    public EmbeddedTransactionalProducer(EmbeddedLog log, EmbeddedTransactions transactions, EmbeddedGroups groups, string id)
    {
        _log = log;
        _transactions = transactions;
        _groups = groups;
        _id = id;
        lock (log.Gate)
        {
            _epoch = transactions.Take(id);
        }
    }

    /// <inheritdoc/>
    public void Begin()
    {
        lock (_log.Gate)
        {
            _transactions.Expire();
            EmbeddedTransactions.Standing standing = _transactions.Check(_id, _epoch);
            if (standing.Open is not null)
            {
                throw new InvalidOperationException($"transactional id {_id} has a transaction open already");
            }

            _transactions.Begin(standing);
        }
    }

    /// <inheritdoc/>
    public void Produce(OutgoingRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (_log.Gate)
        {
            EmbeddedTransactions.Standing standing = _transactions.Check(_id, _epoch);
            EmbeddedTransactions.Transaction open = Open(standing);
            _transactions.Touch(standing);
            PartitionLog partition = _log.Partition(record.Topic, record.Partition);
            if (partition.Append(record, open.Number))
            {
                open.Touched.Add(partition);
            }
        }
    }

    /// <inheritdoc/>
    public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata group)
    {
        if (group is not EmbeddedGroup member)
        {
            throw new ArgumentException("the group belongs to another kind of cluster", nameof(group));
        }

        lock (_log.Gate)
        {
            _transactions.Expire();
            EmbeddedTransactions.Standing standing = _transactions.Check(_id, _epoch);
            EmbeddedTransactions.Transaction open = Open(standing);
            _groups.Check(member);
            _transactions.Touch(standing);
            open.Offsets.AddRange(offsets.Select(next => (member.Id, next)));
        }
    }

    /// <summary>What is produced stands in the log at once.</summary>
    public void Flush()
    {
        lock (_log.Gate)
        {
            _transactions.Check(_id, _epoch);
        }
    }

    /// <inheritdoc/>
    public void Commit() => End(commit: true);

    /// <inheritdoc/>
    public void Abort() => End(commit: false);

    /// <summary>Leaves an open transaction open, as a crash would.</summary>
    public void Dispose()
    {
    }

    private void End(bool commit)
    {
        lock (_log.Gate)
        {
            _transactions.Expire();
            EmbeddedTransactions.Standing standing = _transactions.Check(_id, _epoch);
            Open(standing);
            _transactions.End(standing, commit);
        }
    }

    private EmbeddedTransactions.Transaction Open(EmbeddedTransactions.Standing standing) =>
        standing.Open ?? throw new InvalidOperationException($"transactional id {_id} has no transaction open");
}
