using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>
/// Serves a topology on one thread, step by step: takes part in its group, has a task for each partition that it owns, and reads for all of them with one
/// consumer; what tasks share is read once. A thread calls <see cref="Step"/> again and again; a simulation calls it when it likes.
/// </summary>
public sealed class Worker : IRebalanceListener, IDisposable
{
    private static readonly TimeSpan StatusEvery = TimeSpan.FromMilliseconds(50);
    private readonly ILogCluster _cluster;
    private readonly ITopology _topology;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SortedDictionary<int, TaskSlot> _slots = [];
    private readonly WorkerReading _reading;
    private readonly SemaphoreSlim? _restores;
    private IGroupMember? _member;
    private TaskOutcome? _outcome;
    private long _replacedBefore;
    private volatile WorkerStatus _status;

    /// <summary>Makes a worker; it joins its group at its first step.</summary>
    public Worker(ILogCluster cluster, ITopology topology, WorkerOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        (_cluster, _topology, _options, _clock) = (cluster, topology, options, clock);
        _logger = loggers.CreateLogger($"MarginStreams.Worker.{options.Name}");
        _reading = new WorkerReading(cluster, topology.GroupId, options.Group is null ? null : () => _member!.Metadata(), options.Sabotage);
        _restores = options.OwnThreads ? new SemaphoreSlim(StreamLimits.RestoresMax) : null;
        _status = MakeStatus();
        if (options.Group is null)
        {
            Assigned([.. options.FixedPartitions.Select(partition => new TopicPartition(topology.OwnedTopic, partition))]);
        }
    }

    /// <summary>Its name.</summary>
    public string Name => _options.Name;

    /// <summary>The task that ended in a way that no restart can mend; the worker has come to its end with it.</summary>
    public TaskOutcome? Outcome => _outcome ??= _slots.Values.Select(slot => slot.Outcome).FirstOrDefault(outcome => outcome is not null);

    /// <summary>Whether it has tasks, and all of them stand at the end of their inputs with everything committed.</summary>
    public bool IsCaughtUp => _slots.Count > 0 && _slots.Values.All(slot => slot.IsCaughtUp);

    /// <summary>Partitions that it owns, in order.</summary>
    public IReadOnlyList<int> Partitions => [.. _slots.Keys];

    /// <summary>How it stood after its last turn. Any thread may ask.</summary>
    public WorkerStatus Status => _status;

    /// <summary>Takes one turn; with nothing to do, waits for something to arrive. Whether it did anything.</summary>
    public bool Step(TimeSpan wait)
    {
        TakePart(_slots.Count == 0 ? wait : TimeSpan.Zero);
        bool did = false;
        foreach (TaskSlot slot in _slots.Values)
        {
            did |= slot.Step();
        }

        foreach (TaskSlot slot in _slots.Values)
        {
            wait = did ? TimeSpan.Zero : slot.Leisure(wait);
        }

        did |= Outcome is null && _slots.Count > 0 && Read(wait);
        if (_clock.GetElapsedTime(_status.TurnedAt) >= StatusEvery)
        {
            _status = MakeStatus();
        }

        return did;
    }

    /// <summary>Does nothing in its turn, and says so.</summary>
    public void Rest() => _status = MakeStatus();

    /// <summary>Commits what was processed, and leaves the group.</summary>
    public void Stop()
    {
        try
        {
            _member?.Leave();
        }
        catch (LogException failure)
        {
            _logger.LogWarning("Worker {Worker} could not leave its group: {Reason}", Name, failure.Message);
        }

        foreach (TaskSlot slot in _slots.Values)
        {
            slot.Finish();
        }
    }

    /// <summary>Lets go at once, as a crash would; a graceful end stops first.</summary>
    public void Dispose()
    {
        foreach (TaskSlot slot in _slots.Values)
        {
            slot.Drop();
        }

        _reading.Dispose();
        _member?.Dispose();
    }

    /// <inheritdoc/>
    public void Assigned(IReadOnlyCollection<TopicPartition> partitions)
    {
        if (partitions.Count == 0)
        {
            // The group has turned without a change for this member.
            return;
        }

        foreach (TopicPartition partition in partitions)
        {
            string name = $"{_topology.Name}-{partition.Partition}";
            _slots.TryAdd(partition.Partition, new TaskSlot(name, () => Create(partition.Partition), _reading, _options, _clock, _logger));
        }

        Tell("was given", partitions);
    }

    /// <inheritdoc/>
    public void Revoked(IReadOnlyCollection<TopicPartition> partitions)
    {
        Tell("gives away", partitions);
        foreach (TopicPartition partition in partitions)
        {
            if (Remove(partition) is { } slot)
            {
                slot.Finish();
                _outcome ??= slot.Outcome is { End: not TaskEnd.Cancelled } ended ? ended : null;
            }
        }
    }

    /// <inheritdoc/>
    public void Lost(IReadOnlyCollection<TopicPartition> partitions)
    {
        Tell("has lost", partitions);
        foreach (TopicPartition partition in partitions)
        {
            Remove(partition)?.Drop();
        }
    }

    private TaskSlot? Remove(TopicPartition partition)
    {
        _slots.Remove(partition.Partition, out TaskSlot? slot);
        _replacedBefore += slot?.Restarts ?? 0;
        return slot;
    }

    private WorkerStatus MakeStatus() => new(
        Name,
        _topology.Name,
        [.. _slots.Select(slot => new StreamTaskStatus(slot.Value.Name, slot.Key, slot.Value.State, slot.Value.Counts, slot.Value.LastFailure?.Message))],
        _clock.GetTimestamp(),
        _replacedBefore + _slots.Values.Sum(slot => (long)slot.Restarts),
        _member?.UnstableFor,
        IsCaughtUp);

    private IGroupMetadata Metadata() => (_member ?? throw new GroupFencedException($"worker {Name} has no membership")).Metadata();

    private void TakePart(TimeSpan wait)
    {
        if (_options.Group is not { } group)
        {
            return;
        }

        try
        {
            _member ??= _cluster.JoinGroup(group, this);
            _member.Poll(wait);
            if (_member.UnstableFor > TimeSpan.FromMilliseconds(group.UnstableMaxMs))
            {
                _logger.LogWarning("Worker {Worker} has stood in no group for {Time}: its membership is made anew", Name, _member.UnstableFor);
                Lost([.. _slots.Keys.Select(partition => new TopicPartition(_topology.OwnedTopic, partition))]);
                _member.Dispose();
                _member = null;
            }
        }
        catch (GroupFencedException fenced)
        {
            // Another instance has this one's name.
            _outcome ??= new TaskOutcome(Name, TaskEnd.Fenced, fenced);
        }
        catch (LogException failure)
        {
            _logger.LogWarning("Worker {Worker} cannot take part in its group: {Reason}", Name, failure.Message);
        }
    }

    private bool Read(TimeSpan wait)
    {
        bool did = _reading.Read(wait);
        if (_reading.Failure is not { } failure)
        {
            return did;
        }

        _logger.LogWarning("Worker {Worker} cannot read: {Reason}", Name, failure.Message);
        foreach (TaskSlot slot in _slots.Values)
        {
            slot.ReadingFailed(failure);
        }

        _reading.StartAnew();
        return true;
    }

    private StreamTask Create(int partition)
    {
        (TaskOptions options, IProcessor processor) = _topology.CreateTask(partition);
        return new StreamTask(options, processor, new TaskEnvironment(_cluster, _clock, _logger)
        {
            Snapshots = _options.Snapshots,
            RestoresAtOnce = _restores,
            Sabotage = _options.Sabotage,
        });
    }

    private void Tell(string what, IReadOnlyCollection<TopicPartition> partitions) => _logger.LogInformation(
        "Worker {Worker} {What} {Partitions}",
        Name,
        what,
        string.Join(", ", partitions.Select(partition => partition.ToString()).Order(StringComparer.Ordinal)));
}
