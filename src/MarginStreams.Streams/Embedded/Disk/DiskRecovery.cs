namespace MarginStreams.Streams;

/// <summary>Puts together what the decisions say, holds the partitions to it, and ends in them what its decision ended.</summary>
internal sealed class DiskRecovery(DiskContext context)
{
    private readonly List<long> _committed = [];
    private readonly Dictionary<TopicPartition, long> _ends = [];

    /// <summary>The next offsets that groups have committed.</summary>
    public Dictionary<(string Group, TopicPartition Partition), long> Offsets { get; } = [];

    /// <summary>The largest number of a transaction.</summary>
    public long LastTransaction { get; private set; } = RecordEntry.NoTransaction;

    /// <summary>Takes in a decision, in order.</summary>
    public void Add(Decision decision)
    {
        LastTransaction = Math.Max(LastTransaction, decision.LastTransaction);
        if (decision.Transaction != RecordEntry.NoTransaction)
        {
            _committed.Add(decision.Transaction);
        }

        foreach (TopicPartitionOffset end in decision.Ends)
        {
            _ends[end.TopicPartition] = end.Offset;
        }

        foreach ((string group, TopicPartitionOffset next) in decision.Offsets)
        {
            Offsets[(group, next.TopicPartition)] = next.Offset;
        }
    }

    /// <summary>Ends every transaction that is open in a partition, in the order in which they were decided, the aborted ones last.</summary>
    /// <exception cref="LogCorruptException">Something that was committed is missing.</exception>
    public void Repair(IReadOnlyCollection<PartitionLog> partitions)
    {
        foreach (PartitionLog partition in partitions)
        {
            _ends.Remove(partition.Place, out long end);
            if (partition.EndOffset < end)
            {
                (string path, long bytes) = partition.Tail;
                throw new LogCorruptException(path, bytes, $"it ends at offset {partition.EndOffset}, but was committed up to {end}");
            }

            LastTransaction = Math.Max(LastTransaction, partition.LastTransaction);
            Array.ForEach([.. _committed.Where(partition.IsOpen)], transaction => partition.End(transaction, commit: true));
            Array.ForEach(partition.OpenTransactions(), transaction => partition.End(transaction, commit: false));
        }

        if (_ends.Keys.FirstOrDefault() is { Topic: { } topic })
        {
            throw new LogCorruptException(DiskLayout.Topics(context.Root), 0, $"topic {topic} is missing, but has committed records");
        }
    }
}
