namespace MarginStreams.Streams;

/// <summary>
/// Who may write under which transactional id: each new producer raises the id's epoch, which fences the older ones and aborts what they left open. So does
/// time: a transaction that is open for too long is aborted by whoever comes by next. The cluster's gate guards it.
/// </summary>
internal sealed class EmbeddedTransactions(EmbeddedLog log, int timeoutMs)
{
    private readonly Dictionary<string, Standing> _standings = new(StringComparer.Ordinal);
    private readonly List<(Standing Standing, Transaction Transaction, long DeadlineMs)> _started = [];

    /// <summary>How long until the oldest open transaction is aborted, ms; a long time when there is none.</summary>
    public long LeftMs => _started.Count == 0 ? int.MaxValue : Math.Max(1, _started[0].DeadlineMs - log.NowMs);

    /// <summary>Registers a producer and returns its epoch.</summary>
    public int Take(string id)
    {
        Expire();
        if (!_standings.TryGetValue(id, out Standing? standing))
        {
            _standings[id] = standing = new Standing();
        }

        if (standing.Open is not null)
        {
            End(standing, commit: false);
        }

        return ++standing.Epoch;
    }

    /// <summary>The standing of a producer's id, when nothing has fenced the producer.</summary>
    public Standing Check(string id, int epoch)
    {
        Standing standing = _standings[id];
        return standing.Epoch == epoch
            ? standing
            : throw new ProducerFencedException(
                $"transactional id {id} has gone on from epoch {epoch} to {standing.Epoch}: by a newer producer, or a transaction was open for too long");
    }

    /// <summary>Opens a transaction. Its time begins with the first thing that is put into it.</summary>
    public void Begin(Standing standing) => standing.Open = new Transaction(log.NextTransaction());

    /// <summary>Something is put into an open transaction.</summary>
    public void Touch(Standing standing)
    {
        Transaction open = standing.Open!;
        if (!open.IsStarted)
        {
            open.IsStarted = true;
            _started.Add((standing, open, log.NowMs + timeoutMs));
        }
    }

    /// <summary>Aborts the transactions that are open for too long, and fences their producers.</summary>
    public void Expire()
    {
        while (_started.Count > 0 && _started[0].DeadlineMs <= log.NowMs)
        {
            Standing late = _started[0].Standing;
            End(late, commit: false);
            late.Epoch++;
        }
    }

    /// <summary>
    /// Aborts the transactions that are open, fences their producers, and writes no markers: what Kafka 4.3.1 does with those whose time is over when all of
    /// its brokers come back at once.
    /// </summary>
    public void Forget()
    {
        foreach ((Standing standing, Transaction transaction, _) in _started)
        {
            standing.Open = null;
            standing.Epoch++;
            standing.Forgotten.Add(transaction);
        }

        _started.Clear();
    }

    /// <summary>Ends the open transaction: markers in all partitions it touched, and with a commit the offsets of its groups.</summary>
    public void End(Standing standing, bool commit)
    {
        Transaction ended = standing.Open!;
        if (commit && ended.IsStarted)
        {
            log.Decide(ended);
        }

        standing.Open = null;
        _started.RemoveAll(at => at.Transaction == ended);
        foreach (PartitionLog partition in ended.Touched)
        {
            partition.End(ended.Number, commit);
            EndForgotten(standing, partition, commit);
        }

        foreach ((string group, TopicPartitionOffset next) in ended.Offsets)
        {
            if (commit)
            {
                log.Commit(group, next);
            }
        }

        log.Ended(ended);
        log.Changed();
    }

    /// <summary>A marker ends whatever its producer has open in a partition, for better or worse.</summary>
    private static void EndForgotten(Standing standing, PartitionLog partition, bool commit)
    {
        foreach (Transaction forgotten in standing.Forgotten)
        {
            if (forgotten.Touched.Remove(partition))
            {
                partition.End(forgotten.Number, commit);
            }
        }
    }

    /// <summary>Where a transactional id stands.</summary>
    internal sealed class Standing
    {
        /// <summary>Number of producers it has had, and of transactions that took too long.</summary>
        public int Epoch { get; set; }

        /// <summary>Its open transaction.</summary>
        public Transaction? Open { get; set; }

        /// <summary>Its transactions that are over, and were not ended in all partitions.</summary>
        public List<Transaction> Forgotten { get; } = [];
    }

    /// <summary>An open transaction.</summary>
    internal sealed class Transaction(long number)
    {
        /// <summary>Its number, unique in the cluster.</summary>
        public long Number => number;

        /// <summary>Whether anything was put into it.</summary>
        public bool IsStarted { get; set; }

        /// <summary>Partitions it wrote to.</summary>
        public List<PartitionLog> Touched { get; } = [];

        /// <summary>Offsets that its commit commits.</summary>
        public List<(string Group, TopicPartitionOffset Next)> Offsets { get; } = [];
    }
}
