using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace MarginStreams.Streams;

/// <summary>
/// Writes in transactions. It is crash-only: after a commit with an unknown outcome, whose delayed end could tear the next transaction, and after a call
/// that never returned, it refuses everything but its disposal.
/// </summary>
internal sealed class KafkaTransactionalProducer : ITransactionalProducer
{
    // The library's own limit comes first where it works.
    private const int HangGraceMs = 2_000;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(10);

    private readonly KafkaClusterOptions _options;
    private readonly KafkaEvents _events;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly BoundedCalls _calls = new();
    private string? _unusable;

    internal KafkaTransactionalProducer(KafkaClusterOptions options, string transactionalId, KafkaEvents events)
    {
        _options = options;
        _events = events;
        ProducerBuilder<byte[], byte[]> builder = new ProducerBuilder<byte[], byte[]>(KafkaClientConfigs.TransactionalProducer(options, transactionalId))
            .SetLogHandler((_, message) => events.OnLog(message))
            .SetErrorHandler((_, error) => events.OnError(error));
        _producer = KafkaClient.Build(builder.Build);
        try
        {
            Retry("looking for a broker", options.RequestTimeoutMs, _ => AwaitBroker());
            Retry("fencing older producers", options.RequestTimeoutMs, _producer.InitTransactions);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Begin() => Retry("beginning a transaction", _options.RequestTimeoutMs, _ => _producer.BeginTransaction());

    public void Produce(OutgoingRecord record)
    {
        ThrowIfUnusable();
        KafkaSending.Send(_producer, record, report: null, _events, _options.CommitTimeoutMs);
    }

    public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata group)
    {
        const string Doing = "adding offsets to the transaction";
        Confluent.Kafka.TopicPartitionOffset[] native =
            [.. offsets.Select(at => new Confluent.Kafka.TopicPartitionOffset(at.TopicPartition.Native(), at.Offset))];
        IConsumerGroupMetadata metadata = ((KafkaGroupMetadata)group).Native;
        ThrowIfUnusable();
        DrainAll(Doing);
        Retry(Doing, _options.RequestTimeoutMs, left => _producer.SendOffsetsToTransaction(native, metadata, left));
    }

    public void Flush()
    {
        ThrowIfUnusable();
        DrainAll("writing");
    }

    public void Commit()
    {
        ThrowIfUnusable();
        try
        {
            KafkaSending.Drain(_producer, timeoutMs: 0);
            if (!Make(_options.CommitTimeoutMs, _producer.CommitTransaction))
            {
                throw new CommitOutcomeUnknownException("commit: nobody knows whether it happened: the call has not returned", null);
            }
        }
        catch (KafkaException failure)
        {
            LogException translated = KafkaErrors.TranslateCommit(failure, _events);
            _unusable = translated is CommitOutcomeUnknownException ? "The last commit of this producer has an unknown outcome" : null;
            throw translated;
        }
    }

    public void Abort() => Retry("aborting the transaction", _options.CommitTimeoutMs, _producer.AbortTransaction);

    public void Dispose() => _calls.End(_producer, _options.DisposeTimeoutMs);

    /// <summary>What was produced stands in the log, or has failed, and then the next request of the transaction says so.</summary>
    private void DrainAll(string doing)
    {
        if (KafkaSending.Drain(_producer, _options.RequestTimeoutMs) is > 0 and int left)
        {
            throw _events.Unreachable($"{doing}: {left} records are still under way", _options.RequestTimeoutMs);
        }
    }

    /// <summary>Without an open connection the client would look for the coordinator only after half a second, at each takeover.</summary>
    private void AwaitBroker()
    {
        using IAdminClient admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = TimeSpan.FromMilliseconds(_options.RequestTimeoutMs) })
            .GetAwaiter().GetResult();
    }

    private void Retry(string doing, int timeoutMs, Action<TimeSpan> step)
    {
        ThrowIfUnusable();
        try
        {
            if (!Make(timeoutMs, step))
            {
                throw _events.Hanging(doing, timeoutMs);
            }
        }
        catch (KafkaException failure)
        {
            throw KafkaErrors.Translate(failure, doing, _events, timeoutMs);
        }
    }

    private bool Make(int timeoutMs, Action<TimeSpan> step) => _calls.Make(() => RetryNative(timeoutMs, step), timeoutMs + HangGraceMs);

    /// <summary>The client names errors after which the same call may be made again, and goes on where it was.</summary>
    private static void RetryNative(int timeoutMs, Action<TimeSpan> step)
    {
        long startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            TimeSpan left = TimeSpan.FromMilliseconds(timeoutMs) - Stopwatch.GetElapsedTime(startedAt);
            try
            {
                step(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                return;
            }
            catch (KafkaRetriableException) when (Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds < timeoutMs)
            {
                Thread.Sleep(RetryInterval);
            }
        }
    }

    private void ThrowIfUnusable()
    {
        if ((_calls.IsHanging ? "A call of this producer has not returned" : _unusable) is { } reason)
        {
            throw new InvalidOperationException($"{reason}: dispose it, make a new one, and rewind.");
        }
    }
}
