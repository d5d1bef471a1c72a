namespace MarginStreams.Streams.Tests;

/// <summary>A moment just before or after one operation on the log took effect.</summary>
internal readonly record struct Step(int Number, string Operation, bool IsAfter);

/// <summary>
/// Passes every operation through to a log, and stops by before and after each: a test may throw there (a crash, an outage), write something, or let
/// another task run first (a process that was suspended).
/// </summary>
internal sealed class SteppedCluster(ILogCluster inner, Action<Step> at) : ILogCluster, ILogAdmin
{
    private int _members;

    /// <summary>Whether every other poll finds nothing although there is something, as a client does whose fetch is under way.</summary>
    public bool Hesitates { get; init; }

    /// <summary>Whether no poll finds anything.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whether every third poll hands out again what the one before did, as a client may that found its broker anew.</summary>
    public bool Repeats { get; init; }

    /// <summary>Whether the first membership says that it stands in no group.</summary>
    public bool FirstMemberHangs { get; init; }

    /// <summary>Number of operations so far.</summary>
    public int Count { get; private set; }

    public ILogAdmin Admin => this;

    public ILogConsumer CreateConsumer(string groupId) => Pass(nameof(CreateConsumer), () => new Consumer(this, inner.CreateConsumer(groupId)));

    public IGroupMember JoinGroup(GroupOptions options, IRebalanceListener listener) =>
        Pass(nameof(JoinGroup), () => new Member(this, inner.JoinGroup(options, listener)));

    public ILogProducer CreateProducer() => throw new NotSupportedException("no task writes outside transactions");

    public ITransactionalProducer CreateTransactionalProducer(string transactionalId) =>
        Pass(nameof(CreateTransactionalProducer), () => new Producer(this, inner.CreateTransactionalProducer(transactionalId)));

    public void EnsureTopics(IReadOnlyCollection<TopicSpec> topics) => throw new NotSupportedException("no task creates topics");

    public int? PartitionCount(string topic) => Pass(nameof(PartitionCount), () => inner.Admin.PartitionCount(topic));

    public long? OffsetForTime(TopicPartition partition, long timestampMs) => throw new NotSupportedException("no task looks up times");

    public Watermarks QueryWatermarks(TopicPartition partition) => Pass(nameof(QueryWatermarks), () => inner.Admin.QueryWatermarks(partition));

    public IReadOnlyList<TopicPartitionOffset> OpenTransactions(IReadOnlyList<TopicPartition> partitions) =>
        Pass(nameof(OpenTransactions), () => inner.Admin.OpenTransactions(partitions));

    public long? CommittedOffset(string groupId, TopicPartition partition) =>
        Pass(nameof(CommittedOffset), () => inner.Admin.CommittedOffset(groupId, partition));

    public void Dispose()
    {
    }

    private T Pass<T>(string operation, Func<T> call)
    {
        int number = ++Count;
        at(new Step(number, operation, IsAfter: false));
        T result = call();
        at(new Step(number, operation, IsAfter: true));
        return result;
    }

    private void Pass(string operation, Action call) => Pass(operation, () =>
    {
        call();
        return 0;
    });

    private sealed class Consumer(SteppedCluster log, ILogConsumer inner) : ILogConsumer
    {
        private int _polls;
        private LogRecord? _last;

        public void Assign(IReadOnlyCollection<TopicPartitionOffset> partitions) => log.Pass(nameof(Assign), () => inner.Assign(partitions));

        public void Add(TopicPartitionOffset partition) => log.Pass(nameof(Add), () => inner.Add(partition));

        public void Remove(TopicPartition partition) => log.Pass(nameof(Remove), () => inner.Remove(partition));

        public LogRecord? Poll(TimeSpan timeout) => log.Pass(nameof(Poll), () =>
        {
            _polls++;
            if (log.Repeats && _polls % 3 == 0 && _last is not null)
            {
                inner.Seek(new(_last.TopicPartition, _last.Offset));
            }

            LogRecord? record = log.IsSilent || (log.Hesitates && _polls % 2 == 0) ? null : inner.Poll(timeout);
            _last = record ?? _last;
            return record;
        });

        public void Seek(TopicPartitionOffset partition) => log.Pass(nameof(Seek), () => inner.Seek(partition));

        public long Position(TopicPartition partition) => log.Pass(nameof(Position), () => inner.Position(partition));

        public bool IsAtEnd(TopicPartition partition) => log.Pass(nameof(IsAtEnd), () => inner.IsAtEnd(partition));

        public void Pause(TopicPartition partition) => log.Pass(nameof(Pause), () => inner.Pause(partition));

        public void Resume(TopicPartition partition) => log.Pass(nameof(Resume), () => inner.Resume(partition));

        public IGroupMetadata GroupMetadata() => log.Pass(nameof(GroupMetadata), inner.GroupMetadata);

        public void Dispose() => inner.Dispose();
    }

    private sealed class Member(SteppedCluster log, IGroupMember inner) : IGroupMember
    {
        public void Poll(TimeSpan timeout) => log.Pass("PollGroup", () => inner.Poll(timeout));

        public IGroupMetadata Metadata() => log.Pass("GroupMetadata", inner.Metadata);

        public TimeSpan UnstableFor { get; } = log.FirstMemberHangs && ++log._members == 1 ? TimeSpan.FromHours(1) : TimeSpan.Zero;

        public void Leave() => log.Pass(nameof(Leave), inner.Leave);

        public void Dispose() => inner.Dispose();
    }

    private sealed class Producer(SteppedCluster log, ITransactionalProducer inner) : ITransactionalProducer
    {
        private bool _isDisposed;

        public void Begin() => log.Pass(nameof(Begin), Use(inner.Begin));

        public void Produce(OutgoingRecord record) => log.Pass(nameof(Produce), Use(() => inner.Produce(record)));

        public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata group) =>
            log.Pass(nameof(SendOffsets), Use(() => inner.SendOffsets(offsets, group)));

        public void Flush() => log.Pass(nameof(Flush), Use(inner.Flush));

        public void Commit() => log.Pass(nameof(Commit), Use(inner.Commit));

        public void Abort() => log.Pass(nameof(Abort), Use(inner.Abort));

        public void Dispose() => _isDisposed = true;

        private Action Use(Action call) => _isDisposed ? throw new ObjectDisposedException(nameof(Producer)) : call;
    }
}
