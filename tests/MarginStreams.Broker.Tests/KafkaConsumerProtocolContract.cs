using MarginStreams.Streams.Tests;

namespace MarginStreams.Broker.Tests;

/// <summary>Kafka keeps the contract of logs where the broker assigns (KIP-848).</summary>
public sealed class KafkaConsumerProtocolContract(BrokerFixture broker) : LogContract
{
    /// <inheritdoc/>
    protected override GroupProtocol Protocol => GroupProtocol.Consumer;

    /// <inheritdoc/>
    protected override ILogCluster Connect() => broker.Connect();

    /// <inheritdoc/>
    protected override TimeSpan Pass(TimeSpan time) => time;
}
