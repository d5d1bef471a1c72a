namespace MarginStreams.Streams;

/// <summary>Where the Kafka cluster is, and how long its clients wait for it.</summary>
public sealed record KafkaClusterOptions
{
    /// <summary>Addresses to start from: <c>host:port</c>, separated by commas.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>Name under which the brokers see these clients.</summary>
    public string ClientId { get; init; } = "marginstreams";

    /// <summary>
    /// Further settings by librdkafka's names, such as <c>security.protocol</c>, for every client of this cluster. Those that
    /// exactly-once rests on are refused.
    /// </summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Copies of each partition of a topic created here; -1 takes the broker's default.</summary>
    public int ReplicationFactor { get; init; } = -1;

    /// <summary>Copies that must have a record before it counts as written, of a topic created here; -1 takes the broker's default.</summary>
    public int MinInsyncReplicas { get; init; } = -1;

    /// <summary>The longest wait for an answer, and for a new transactional producer: beyond it the cluster counts as unreachable.</summary>
    public int RequestTimeoutMs { get; init; } = 10_000;

    /// <summary>The longest that a commit or an abort is tried; beyond it the outcome of a commit is unknown.</summary>
    public int CommitTimeoutMs { get; init; } = 10_000;

    /// <summary>
    /// How long a broker leaves a transaction open: so long a crash without a successor holds readers back. It must be longer than a commit is tried, because
    /// a transaction that the broker ended looks like one that was taken over.
    /// </summary>
    public int TransactionTimeoutMs { get; init; } = 30_000;

    /// <summary>The longest that a record outside transactions may take to stand in the log, and that a full local queue is waited for.</summary>
    public int DeliveryTimeoutMs { get; init; } = 30_000;

    /// <summary>The longest that disposing a client may take; it is left to the process beyond that.</summary>
    public int DisposeTimeoutMs { get; init; } = 5_000;
}
