using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Streams;

/// <summary>A Kafka cluster. Who makes a client disposes it; the cluster owns only its administrative one.</summary>
public sealed class KafkaCluster : ILogCluster
{
    private readonly KafkaClusterOptions _options;
    private readonly ILogger _logger;
    private readonly KafkaAdmin _admin;

    /// <summary>A cluster at these servers. It connects in the background, so only wrong settings fail here.</summary>
    /// <exception cref="LogException">A property is unknown, or has a value that it cannot have; or the limits contradict each other.</exception>
    public KafkaCluster(KafkaClusterOptions options, ILoggerFactory loggers)
    {
        if (options.TransactionTimeoutMs <= options.CommitTimeoutMs)
        {
            throw new LogException(
                $"A transaction must be left open ({options.TransactionTimeoutMs} ms) for longer than its commit is tried ({options.CommitTimeoutMs} ms)");
        }

        _options = options;
        _logger = loggers.CreateLogger("MarginStreams.Kafka");
        _admin = new KafkaAdmin(options, Events());
    }

    /// <inheritdoc/>
    public ILogAdmin Admin => _admin;

    /// <inheritdoc/>
    public ILogConsumer CreateConsumer(string groupId) => new KafkaConsumer(_options, groupId, Events());

    /// <inheritdoc/>
    public IGroupMember JoinGroup(GroupOptions options, IRebalanceListener listener) => new KafkaGroupMember(_options, options, listener, Events());

    /// <inheritdoc/>
    public ILogProducer CreateProducer() => new KafkaProducer(_options, Events());

    /// <inheritdoc/>
    public ITransactionalProducer CreateTransactionalProducer(string transactionalId) =>
        new KafkaTransactionalProducer(_options, transactionalId, Events());

    /// <inheritdoc/>
    public void Dispose() => _admin.Dispose();

    private KafkaEvents Events() => new(_options.BootstrapServers, _logger);
}
