using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>What stood on disk.</summary>
internal sealed record StoredLog(
    List<(TopicSpec Spec, PartitionLog[] Partitions)> Topics,
    Dictionary<(string Group, TopicPartition Partition), long> Offsets,
    long LastTransaction);

/// <summary>
/// A log's directory. A commit first hands everything that anybody has seen to the operating system, then writes its decision: so a decision never rests on
/// what may be missing, and what a committed cut has passed is there. Markers are derived: those that a killed process did not write are written at the
/// opening.
/// </summary>
internal sealed class DiskStore : IDisposable
{
    private readonly DiskContext _context;
    private readonly FileStream _lock;
    private readonly List<TopicSpec> _specs = [];
    private readonly List<PartitionLog> _partitions = [];
    private readonly List<PartitionLog> _dirty = [];
    private DecisionFile? _decisions;

    /// <summary>Takes a directory for this process.</summary>
    /// <exception cref="LogException">Another has it.</exception>
    public DiskStore(string directory, EmbeddedOptions options, ILogger logger)
    {
        string root = Path.GetFullPath(directory);
        _context = new DiskContext(root, options, logger);
        Directory.CreateDirectory(root);
        try
        {
            _lock = new FileStream(DiskLayout.Lock(root), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
        {
            throw new LogException($"the log in {root} is in use by another process, or by this one", failure);
        }
    }

    /// <summary>Reads what stands there, and ends the transactions that were open: committed where it was decided, else aborted.</summary>
    public StoredLog Open()
    {
        var recovery = new DiskRecovery(_context);
        _specs.AddRange(TopicsFile.Read(_context.Root));
        _decisions = DecisionFile.Open(_context, recovery.Add);
        var topics = _specs.Select(spec => (spec, OpenPartitions(spec))).ToList();
        recovery.Repair(_partitions);
        return new StoredLog(topics, recovery.Offsets, recovery.LastTransaction);
    }

    /// <summary>Makes a topic.</summary>
    public PartitionLog[] Create(TopicSpec spec)
    {
        PartitionLog[] partitions = [];
        _context.Write(() =>
        {
            partitions = OpenPartitions(spec);
            _specs.Add(spec);
            TopicsFile.Write(_context.Root, _specs, _context.Syncs);
        });
        return partitions;
    }

    /// <summary>Makes everything written so far outlive the process, or more.</summary>
    public void Flush(long lastTransaction)
    {
        if (_dirty.Count > 0)
        {
            _decisions!.Append(new Decision(RecordEntry.NoTransaction, lastTransaction, FlushDirty(), []));
        }
    }

    /// <summary>Makes a commit happen.</summary>
    /// <exception cref="LogException">It did not, because the device did not take its records.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The device may or may not have taken the decision.</exception>
    public void Decide(EmbeddedTransactions.Transaction transaction, long lastTransaction)
    {
        var decision = new Decision(transaction.Number, lastTransaction, FlushDirty(), transaction.Offsets);
        try
        {
            _decisions!.Append(decision);
        }
        catch (LogException failure)
        {
            throw new CommitOutcomeUnknownException(failure.Message, failure);
        }
    }

    /// <summary>Compacts those partitions of which more than half was written since the last time.</summary>
    public static void CompactDirty(IEnumerable<PartitionLog> partitions)
    {
        foreach (PartitionLog partition in partitions.Where(partition => partition.IsWorthCompacting))
        {
            partition.Compact();
        }
    }

    /// <summary>Begins the file of decisions anew when it is full: what it says is in the markers by then.</summary>
    public void Summarize(long lastTransaction, Dictionary<(string Group, TopicPartition Partition), long> offsets)
    {
        if (_decisions!.IsFull)
        {
            FlushDirty();
            _decisions.Begin(new Decision(
                RecordEntry.NoTransaction,
                lastTransaction,
                [.. _partitions.Select(End)],
                [.. offsets.Select(at => (at.Key.Group, new TopicPartitionOffset(at.Key.Partition, at.Value)))]));
        }
    }

    /// <summary>Writes down what is not yet, and leaves the directory to others.</summary>
    public void Close(long lastTransaction)
    {
        try
        {
            Flush(lastTransaction);
            _partitions.ForEach(partition => partition.Close());
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Leaves the directory as it is.</summary>
    public void Dispose()
    {
        _partitions.ForEach(partition => partition.Drop());
        _decisions?.Dispose();
        _lock.Dispose();
    }

    private static TopicPartitionOffset End(PartitionLog partition) => new(partition.Place, partition.EndOffset);

    private PartitionLog[] OpenPartitions(TopicSpec spec)
    {
        PartitionLog[] partitions =
        [
            .. Enumerable.Range(0, spec.Partitions)
                .Select(i => PartitionLog.Open(PartitionFiles.Open(_context, new TopicPartition(spec.Name, i)), _dirty.Add)),
        ];
        _partitions.AddRange(partitions);
        return partitions;
    }

    private TopicPartitionOffset[] FlushDirty()
    {
        _dirty.ForEach(partition => partition.Flush(_context.Syncs));
        TopicPartitionOffset[] ends = [.. _dirty.Select(End)];
        _dirty.Clear();
        return ends;
    }
}
