using MarginStreams.Streams;

namespace MarginStreams.Simulation;

/// <summary>The log as one life of a process sees it: every operation passes through here, and a fault may strike before or after it takes effect.</summary>
internal sealed class FaultyCluster(EmbeddedCluster log, IFaultyHost host, FaultPlan faults, SeededRandom random) : ILogCluster, ILogAdmin
{
    private const long DelayMsMax = 3_000;

    /// <summary>Whether the process is gone: nothing takes effect any more.</summary>
    public bool IsGone { get; private set; }

    /// <summary>The plan of faults.</summary>
    public FaultPlan Faults => faults;

    /// <summary>The process.</summary>
    public IFaultyHost Host => host;

    /// <summary>What is drawn.</summary>
    public SeededRandom Random => random;

    /// <inheritdoc/>
    public ILogAdmin Admin => this;

    /// <inheritdoc/>
    public ILogConsumer CreateConsumer(string groupId) => new FaultyConsumer(this, log.CreateConsumer(groupId));

    /// <inheritdoc/>
    public IGroupMember JoinGroup(GroupOptions options, IRebalanceListener listener) =>
        Run<IGroupMember>(LogOperation.Join, () => new FaultyMember(this, log.JoinGroup(options, listener)));

    /// <inheritdoc/>
    public ILogProducer CreateProducer() => new FaultyPlainProducer(this, log.CreateProducer());

    /// <inheritdoc/>
    public ITransactionalProducer CreateTransactionalProducer(string transactionalId) =>
        Run<ITransactionalProducer>(LogOperation.TakeOver, () => new FaultyProducer(this, log.CreateTransactionalProducer(transactionalId)));

    /// <inheritdoc/>
    public void EnsureTopics(IReadOnlyCollection<TopicSpec> topics) => log.Admin.EnsureTopics(topics);

    /// <inheritdoc/>
    public int? PartitionCount(string topic) => Run(LogOperation.Query, () => log.Admin.PartitionCount(topic));

    /// <inheritdoc/>
    public Watermarks QueryWatermarks(TopicPartition partition) => Run(LogOperation.Query, () => log.Admin.QueryWatermarks(partition));

    /// <inheritdoc/>
    public IReadOnlyList<TopicPartitionOffset> OpenTransactions(IReadOnlyList<TopicPartition> partitions) =>
        Run(LogOperation.Query, () => log.Admin.OpenTransactions(partitions));

    /// <inheritdoc/>
    public long? OffsetForTime(TopicPartition partition, long timestampMs) =>
        Run(LogOperation.Query, () => log.Admin.OffsetForTime(partition, timestampMs));

    /// <inheritdoc/>
    public long? CommittedOffset(string groupId, TopicPartition partition) =>
        Run(LogOperation.Query, () => log.Admin.CommittedOffset(groupId, partition));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>Ends the life of the process.</summary>
    public void End() => IsGone = true;

    /// <summary>Refuses an operation when the log does not answer.</summary>
    public void Reach()
    {
        if (IsGone || host.IsUnreachable)
        {
            throw new LogUnreachableException("the log does not answer");
        }
    }

    /// <summary>Runs an operation, with a fault that strikes at it.</summary>
    public T Run<T>(LogOperation operation, Func<T> call)
    {
        Reach();
        return faults.At(operation) is { } fault ? Strike(fault, call) : call();
    }

    /// <summary>Runs an operation, with a fault that strikes at it.</summary>
    public void Run(LogOperation operation, Action call) => Run(operation, () =>
    {
        call();
        return 0;
    });

    /// <summary>Runs an operation with a fault.</summary>
    public T Strike<T>(SimulatedFault fault, Func<T> call)
    {
        bool isAfter = random.Below(2) == 0;
        switch (fault)
        {
            case SimulatedFault.Crash:
                _ = isAfter ? call() : default;
                faults.Struck(fault);
                host.Crash();
                throw new ProcessCrashedException();
            case SimulatedFault.Zombie:
                T? result = isAfter ? call() : default;
                host.StandStill();
                return isAfter ? result! : call();
            case SimulatedFault.Delay:
                T late = call();
                faults.Struck(fault);
                host.Wait(random.Between(1, DelayMsMax));
                return late;
            case SimulatedFault.ReplyLost:
                call();
                faults.Struck(fault);
                throw new LogUnreachableException("the reply was lost");
            case SimulatedFault.RequestLost:
                faults.Struck(fault);
                throw new LogUnreachableException("the request was lost");
            default:
                throw new InvalidOperationException($"{fault} does not strike at this operation");
        }
    }
}
