using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Broker.Tests;

/// <summary>The calls of a transaction that go to a broker.</summary>
internal enum Step
{
    /// <summary>Making the producer.</summary>
    Init,

    /// <summary>Queuing a record.</summary>
    Produce,

    /// <summary>Adding offsets.</summary>
    SendOffsets,

    /// <summary>Committing.</summary>
    Commit,

    /// <summary>Aborting.</summary>
    Abort,
}

/// <summary>A transactional producer on a broker that fails on order.</summary>
internal sealed class MockTask : IDisposable
{
    private static readonly MarginStreams.Streams.TopicPartition Input = new("in", 0);
    private static readonly MarginStreams.Streams.TopicPartition Output = new("out", 0);
    private readonly MockBroker _mock = new();
    private readonly KafkaCluster _cluster;
    private readonly ILogConsumer _consumer;
    private ITransactionalProducer? _producer;

    internal MockTask()
    {
        _mock.CreateTopic(Input.Topic);
        _mock.CreateTopic(Output.Topic);
        _cluster = new KafkaCluster(
            new KafkaClusterOptions
            {
                BootstrapServers = _mock.Servers,
                RequestTimeoutMs = 5_000,
                CommitTimeoutMs = 5_000,
                TransactionTimeoutMs = 10_000,
                DisposeTimeoutMs = 1_000,
            },
            NullLoggerFactory.Instance);
        _consumer = _cluster.CreateConsumer("group");
    }

    /// <summary>The producer, once <see cref="Init"/> has made it.</summary>
    internal ITransactionalProducer Producer => _producer!;

    /// <summary>Makes the producer; requests of this kind fail once.</summary>
    internal (Step Step, Exception Thrown)? Init(WireRequest request, ErrorCode error)
    {
        _mock.Fail(request, error);
        return Try(Step.Init, Init);
    }

    /// <summary>Makes the producer.</summary>
    internal void Init() => _producer = _cluster.CreateTransactionalProducer("task");

    /// <summary>One transaction, in which the next request of this kind fails; where and how that shows, or null when it does not.</summary>
    internal (Step Step, Exception Thrown)? Run(WireRequest request, ErrorCode error, Step last, bool hasOffsets)
    {
        Producer.Begin();
        _mock.Fail(request, error);
        return Try(Step.Produce, () => Producer.Produce(Records.Number(Output, 1)))
            ?? (hasOffsets ? Try(Step.SendOffsets, () => Producer.SendOffsets([new(Input, 1)], _consumer.GroupMetadata())) : null)
            ?? (last == Step.Commit ? Try(Step.Commit, Producer.Commit) : Try(Step.Abort, Producer.Abort));
    }

    /// <summary>One transaction without trouble.</summary>
    internal void Succeed()
    {
        Producer.Begin();
        Producer.Produce(Records.Number(Output, 1));
        Producer.SendOffsets([new(Input, 1)], _consumer.GroupMetadata());
        Producer.Commit();
    }

    /// <summary>
    /// One transaction without trouble, at the second try at latest: after a failed record the library changes its sequence numbers in the background, and
    /// may fail the next transaction as well.
    /// </summary>
    internal void SucceedInTheEnd()
    {
        if (Try(Step.Commit, Succeed) is not null)
        {
            Producer.Abort();
            Succeed();
        }
    }

    public void Dispose()
    {
        _producer?.Dispose();
        _consumer.Dispose();
        _cluster.Dispose();
        _mock.Dispose();
    }

    private static (Step Step, Exception Thrown)? Try(Step step, Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (LogException thrown)
        {
            return (step, thrown);
        }
    }
}
