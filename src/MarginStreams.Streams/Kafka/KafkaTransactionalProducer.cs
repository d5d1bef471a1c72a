using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace MarginStreams.Streams;

/// <summary>Writes in transactions. A delayed end of a transaction could tear the next one, so one with an unknown outcome is the producer's last.</summary>
internal sealed class KafkaTransactionalProducer : ITransactionalProducer
{
    private readonly KafkaClusterOptions _options;
    private readonly KafkaEvents _events;
    private readonly IProducer<byte[], byte[]> _producer;
    private bool _isOutcomeUnknown;

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
            AwaitBroker();
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
        ThrowIfOutcomeUnknown();
        KafkaSending.Send(_producer, record, report: null, _events, _options.CommitTimeoutMs);
    }

    public void SendOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets, IGroupMetadata group)
    {
        Confluent.Kafka.TopicPartitionOffset[] native =
            [.. offsets.Select(at => new Confluent.Kafka.TopicPartitionOffset(at.TopicPartition.Native(), at.Offset))];
        IConsumerGroupMetadata metadata = ((KafkaGroupMetadata)group).Native;
        Retry("adding offsets to the transaction", _options.RequestTimeoutMs, left => _producer.SendOffsetsToTransaction(native, metadata, left));
    }

    public void Commit()
    {
        ThrowIfOutcomeUnknown();
        try
        {
            KafkaSending.Drain(_producer, timeoutMs: 0);
            RetryNative(_options.CommitTimeoutMs, _producer.CommitTransaction);
        }
        catch (KafkaException failure)
        {
            LogException translated = KafkaErrors.TranslateCommit(failure, _events);
            _isOutcomeUnknown = translated is CommitOutcomeUnknownException;
            throw translated;
        }
    }

    public void Abort() => Retry("aborting the transaction", _options.CommitTimeoutMs, _producer.AbortTransaction);

    public void Dispose() => KafkaClient.Dispose(_producer, _options.DisposeTimeoutMs);

    /// <summary>Without an open connection the client would look for the coordinator only after half a second, at each takeover.</summary>
    private void AwaitBroker()
    {
        using IAdminClient admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        try
        {
            admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = TimeSpan.FromMilliseconds(_options.RequestTimeoutMs) })
                .GetAwaiter().GetResult();
        }
        catch (KafkaException failure)
        {
            throw KafkaErrors.Translate(failure, "looking for a broker", _events, _options.RequestTimeoutMs);
        }
    }

    private void Retry(string doing, int timeoutMs, Action<TimeSpan> step)
    {
        ThrowIfOutcomeUnknown();
        try
        {
            RetryNative(timeoutMs, step);
        }
        catch (KafkaException failure)
        {
            throw KafkaErrors.Translate(failure, doing, _events, timeoutMs);
        }
    }

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
                Thread.Yield();
            }
        }
    }

    private void ThrowIfOutcomeUnknown()
    {
        if (_isOutcomeUnknown)
        {
            throw new InvalidOperationException("The last commit of this producer has an unknown outcome: dispose it, make a new one, and rewind.");
        }
    }
}
