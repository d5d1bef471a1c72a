using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>Writes outside transactions: idempotent, acknowledged by all replicas in sync.</summary>
internal sealed class KafkaProducer : ILogProducer
{
    // Time for the last reports after the records' own limit.
    private const int FlushGraceMs = 1_000;

    private readonly KafkaClusterOptions _options;
    private readonly KafkaEvents _events;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly Action<DeliveryReport<byte[], byte[]>> _report;
    private volatile Error? _failed;

    internal KafkaProducer(KafkaClusterOptions options, KafkaEvents events)
    {
        _options = options;
        _events = events;
        _report = Report;
        ProducerBuilder<byte[], byte[]> builder = new ProducerBuilder<byte[], byte[]>(KafkaClientConfigs.Producer(options))
            .SetLogHandler((_, message) => events.OnLog(message))
            .SetErrorHandler((_, error) => events.OnError(error));
        _producer = KafkaClient.Build(builder.Build);
    }

    public void Produce(OutgoingRecord record)
    {
        ThrowIfFailed();
        KafkaSending.Send(_producer, record, _report, _events, _options.DeliveryTimeoutMs);
    }

    public void Flush()
    {
        int timeoutMs = _options.DeliveryTimeoutMs + FlushGraceMs;
        int left = KafkaSending.Drain(_producer, timeoutMs);
        ThrowIfFailed();
        if (left > 0)
        {
            throw _events.Unreachable($"flushing: {left} records are still under way", timeoutMs);
        }
    }

    public void Dispose() => KafkaClient.Dispose(_producer, _options.DisposeTimeoutMs);

    private void Report(DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.IsError)
        {
            _failed ??= report.Error;
        }
    }

    /// <summary>Once a record failed, those after it may stand without it: this producer says so for good.</summary>
    private void ThrowIfFailed()
    {
        if (_failed is { } error)
        {
            throw KafkaErrors.Translate(new KafkaException(error), "a record was not written", _events, _options.DeliveryTimeoutMs);
        }
    }
}
