using Confluent.Kafka;

namespace MarginStreams.Streams;

/// <summary>The settings of each kind of client. The user's come last, except those that exactly-once rests on.</summary>
internal static class KafkaClientConfigs
{
    private const int ReconnectBackoffMsMax = 1_000;
    private const int FetchWaitMsMax = 50;
    private const int FetchQueueBackoffMs = 10;
    private const int FetchQueueKilobytesMax = 16_384;
    private const int HeartbeatsPerSession = 3;
    private const int SendQueueKilobytesMax = 65_536;
    private const int SendQueueRecordsMax = 200_000;
    private const int LingerMs = 50;
    private const int BatchBytes = 1_000_000;

    // The topic decides; the client must not be stricter.
    private const int MessageBytesMax = 8 * 1024 * 1024;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "bootstrap.servers", "client.id", "group.id", "group.instance.id", "transactional.id", "transaction.timeout.ms",
        "isolation.level", "enable.auto.commit", "enable.auto.offset.store", "enable.partition.eof", "auto.offset.reset",
        "enable.idempotence", "acks", "request.required.acks", "message.timeout.ms", "delivery.timeout.ms",
        "allow.auto.create.topics", "dotnet.producer.enable.delivery.reports", "dotnet.producer.delivery.report.fields",
        "dotnet.producer.enable.background.poll", "dotnet.consumer.consume.result.fields",
    };

    internal static ConsumerConfig Consumer(KafkaClusterOptions options, string groupId) => Finish(options, new ConsumerConfig
    {
        GroupId = groupId,
        IsolationLevel = IsolationLevel.ReadCommitted,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        EnablePartitionEof = true,
        AllowAutoCreateTopics = false,

        // An offset that is gone must be heard of: reading on elsewhere loses or doubles.
        AutoOffsetReset = AutoOffsetReset.Error,

        // So long a seek waits for the fetch that is under way, and so late the end behind a marker is noticed.
        FetchWaitMaxMs = FetchWaitMsMax,
        FetchQueueBackoffMs = FetchQueueBackoffMs,
        QueuedMaxMessagesKbytes = FetchQueueKilobytesMax,
    });

    /// <summary>A member reads nothing, so whatever it fetches before it is paused may be as little as there is.</summary>
    internal static ConsumerConfig GroupMember(KafkaClusterOptions options, GroupOptions group)
    {
        ConsumerConfig config = Finish(options, new ConsumerConfig
        {
            GroupId = group.GroupId,
            GroupInstanceId = group.InstanceId,
            MaxPollIntervalMs = group.MaxPollIntervalMs,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AllowAutoCreateTopics = false,
            AutoOffsetReset = AutoOffsetReset.Latest,
            QueuedMinMessages = 1,
            MaxPartitionFetchBytes = 1,
            StatisticsIntervalMs = KafkaGroupHealth.ReportIntervalMs,
            ConsumeResultFields = "none",
        });
        if (group.Protocol == GroupProtocol.Consumer)
        {
            config.GroupProtocol = Confluent.Kafka.GroupProtocol.Consumer;
        }
        else
        {
            config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
            config.SessionTimeoutMs = group.SessionTimeoutMs;
            config.HeartbeatIntervalMs = group.SessionTimeoutMs / HeartbeatsPerSession;
        }

        return config;
    }

    internal static ProducerConfig Producer(KafkaClusterOptions options) => Finish(options, new ProducerConfig
    {
        EnableIdempotence = true,
        Acks = Acks.All,
        MessageTimeoutMs = options.DeliveryTimeoutMs,
        QueueBufferingMaxKbytes = SendQueueKilobytesMax,
        MessageMaxBytes = MessageBytesMax,
        DeliveryReportFields = "none",
    });

    internal static ProducerConfig TransactionalProducer(KafkaClusterOptions options, string transactionalId) => Finish(options, new ProducerConfig
    {
        TransactionalId = transactionalId,
        TransactionTimeoutMs = options.TransactionTimeoutMs,
        EnableIdempotence = true,
        Acks = Acks.All,
        QueueBufferingMaxKbytes = SendQueueKilobytesMax,
        MessageMaxBytes = MessageBytesMax,

        // A commit fails when one record of its transaction did, so a report for each is not needed.
        EnableDeliveryReports = false,

        // Records leave when a batch is full, or at once when the offsets follow them: nothing waits for this. With the library's 5 ms its broker threads
        // turn a hundred times as often and take two fifths of the process's time.
        LingerMs = LingerMs,
        BatchSize = BatchBytes,
        QueueBufferingMaxMessages = SendQueueRecordsMax,
    });

    internal static AdminClientConfig Admin(KafkaClusterOptions options) => Finish(options, new AdminClientConfig());

    private static T Finish<T>(KafkaClusterOptions options, T config)
        where T : ClientConfig
    {
        config.BootstrapServers = options.BootstrapServers;
        config.ClientId = options.ClientId;
        config.SocketNagleDisable = true;
        config.ReconnectBackoffMaxMs = ReconnectBackoffMsMax;
        config.LogConnectionClose = false;

        // By default librdkafka 2.16 starts from the bootstrap servers again when it has no connection left, as after any break with a single broker. That
        // drops the coordinators it knew with the requests that wait for them: such a request then never returns.
        config.MetadataRecoveryStrategy = MetadataRecoveryStrategy.None;
        foreach ((string name, string value) in options.Properties)
        {
            if (Reserved.Contains(name))
            {
                throw new LogException($"Kafka property {name} cannot be set: exactly-once rests on it, or an option of its own sets it");
            }

            config.Set(name, value);
        }

        return config;
    }
}
