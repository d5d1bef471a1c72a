namespace MarginStreams.Streams;

/// <summary>
/// Who may write under which transactional id: each new producer raises the id's epoch, which fences the older ones and aborts what they left open. The
/// cluster's gate guards it.
/// </summary>
internal sealed class EmbeddedTransactions(EmbeddedLog log)
{
    private readonly Dictionary<string, Standing> _standings = new(StringComparer.Ordinal);
    private int _lastNumber = RecordBlocks.Entry.NoTransaction;

    /// <summary>Registers a producer and returns its epoch.</summary>
    public int Take(string id)
    {
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

    /// <summary>The standing of a producer's id, when no newer one has taken over.</summary>
    public Standing Check(string id, int epoch)
    {
        Standing standing = _standings[id];
        return standing.Epoch == epoch
            ? standing
            : throw new ProducerFencedException($"a newer producer of transactional id {id} has taken over (epoch {standing.Epoch} after {epoch})");
    }

    /// <summary>Opens a transaction.</summary>
    public void Begin(Standing standing) => standing.Open = new Transaction(++_lastNumber);

    /// <summary>Ends the open transaction: markers in all partitions it touched, and with a commit the offsets of its groups.</summary>
    public void End(Standing standing, bool commit)
    {
        Transaction ended = standing.Open!;
        standing.Open = null;
        foreach (PartitionLog partition in ended.Touched)
        {
            partition.End(ended.Number, commit);
        }

        foreach ((string group, TopicPartitionOffset next) in ended.Offsets)
        {
            if (commit)
            {
                log.Commit(group, next);
            }
        }

        log.Changed();
    }

    /// <summary>Where a transactional id stands.</summary>
    internal sealed class Standing
    {
        /// <summary>Number of producers it has had.</summary>
        public int Epoch { get; set; }

        /// <summary>Its open transaction.</summary>
        public Transaction? Open { get; set; }
    }

    /// <summary>An open transaction.</summary>
    internal sealed class Transaction(int number)
    {
        /// <summary>Its number, unique in the cluster.</summary>
        public int Number => number;

        /// <summary>Partitions it wrote to.</summary>
        public List<PartitionLog> Touched { get; } = [];

        /// <summary>Offsets that its commit commits.</summary>
        public List<(string Group, TopicPartitionOffset Next)> Offsets { get; } = [];
    }
}
