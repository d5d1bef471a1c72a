using MarginStreams.Streams.Tests;

namespace MarginStreams.Broker.Tests;

/// <summary>Kafka keeps the contract of logs.</summary>
public sealed class KafkaLogContract(BrokerFixture broker) : LogContract
{
    /// <inheritdoc/>
    protected override ILogCluster Connect() => broker.Connect();

    /// <inheritdoc/>
    protected override TimeSpan Pass(TimeSpan time) => time;
}
