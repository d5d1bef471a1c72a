namespace MarginStreams.Cli.Configuring;

/// <summary>
/// Everything that can be configured. Keys carry their unit. Sources, the later winning: <c>appsettings.json</c>, environment
/// (<c>MARGINSTREAMS__Kafka__BootstrapServers</c>), command line. An unknown key is an error.
/// </summary>
public sealed record Settings
{
    /// <summary>The broker.</summary>
    public KafkaSettings Kafka { get; init; } = new();

    /// <summary>The schema registry.</summary>
    public SchemaRegistrySettings SchemaRegistry { get; init; } = new();

    /// <summary>Names and shape of the topics.</summary>
    public TopicSettings Topics { get; init; } = new();

    /// <summary>How frames are cut.</summary>
    public OracleSettings Oracle { get; init; } = new();

    /// <summary>How positions are judged and committed.</summary>
    public MarginSettings Margin { get; init; } = new();

    /// <summary>How positions find their partition.</summary>
    public PositionSettings Positions { get; init; } = new();

    /// <summary>How processes share the partitions.</summary>
    public GroupSettings Group { get; init; } = new();

    /// <summary>Threads.</summary>
    public WorkerSettings Workers { get; init; } = new();

    /// <summary>Transactions.</summary>
    public TransactionSettings Transactions { get; init; } = new();

    /// <summary>Local snapshots of the state.</summary>
    public StateSettings State { get; init; } = new();

    /// <summary>Records that cannot be used.</summary>
    public DeadLetterSettings DeadLetters { get; init; } = new();

    /// <summary>Where health and metrics are served.</summary>
    public HttpSettings Http { get; init; } = new();

    /// <summary>When a service counts as sick.</summary>
    public HealthSettings Health { get; init; } = new();

    /// <summary>The log in a folder, instead of a broker.</summary>
    public LogSettings Log { get; init; } = new();

    /// <summary>The words on stderr.</summary>
    public LoggingSettings Logging { get; init; } = new();
}

/// <summary>The broker.</summary>
public sealed class KafkaSettings
{
    /// <summary>host:port, separated by commas.</summary>
    public string BootstrapServers { get; init; } = "";

    /// <summary>Any property of librdkafka, such as <c>security.protocol</c>.</summary>
    public Dictionary<string, string> Properties { get; init; } = new(StringComparer.Ordinal);

    /// <summary>File with further properties, <c>name=value</c> a line, for secrets; what <see cref="Properties"/> says wins. Empty is none.</summary>
    public string PropertiesFile { get; init; } = "";

    /// <summary>The longest wait for an answer, ms; beyond it the broker counts as unreachable.</summary>
    public int RequestTimeoutMs { get; init; } = 10_000;
}

/// <summary>The schema registry.</summary>
public sealed class SchemaRegistrySettings
{
    /// <summary>Its URL; empty means fixed local ids.</summary>
    public string Url { get; init; } = "";

    /// <summary>User for basic authentication; empty is none.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Password for basic authentication.</summary>
    public string Password { get; init; } = "";

    /// <summary>File with the password, instead of <see cref="Password"/>; empty is none.</summary>
    public string PasswordFile { get; init; } = "";

    /// <summary>Whether schemas that it does not have are registered.</summary>
    public bool AutoRegister { get; init; } = true;
}

/// <summary>Names and shape of the topics.</summary>
public sealed class TopicSettings
{
    /// <summary>Prefix of the public topics.</summary>
    public string Prefix { get; init; } = Topologies.TopicNames.DefaultPrefix;

    /// <summary>Name of the application: consumer group, transactional ids, internal topics.</summary>
    public string ApplicationId { get; init; } = Topologies.TopicNames.DefaultApplicationId;

    /// <summary>Partitions of topics that are split by account, where this process creates them.</summary>
    public int Partitions { get; init; } = 4;

    /// <summary>
    /// How long records that are not compacted are kept, ms, where this process creates the topic; -1 is for ever. A broker counts from a record's own
    /// timestamp, so that replayed history would be deleted at once under its usual week.
    /// </summary>
    public long RetentionMs { get; init; } = -1;

    /// <summary>Copies of each partition, where this process creates the topic; -1 is the broker's default.</summary>
    public int ReplicationFactor { get; init; } = -1;

    /// <summary>Copies that must have a record before it counts as written, where this process creates the topic; -1 is the broker's default.</summary>
    public int MinInsyncReplicas { get; init; } = -1;
}

/// <summary>How frames are cut.</summary>
public sealed class OracleSettings
{
    /// <summary>Length of a frame, ms of stream-time.</summary>
    public int FrameIntervalMs { get; init; } = 20;

    /// <summary>The most updates in a frame.</summary>
    public int FrameMaxUpdates { get; init; } = 10_000;

    /// <summary>Frames from one keyframe to the next.</summary>
    public int KeyframeEvery { get; init; } = 500;
}

/// <summary>How positions are judged and committed.</summary>
public sealed class MarginSettings
{
    /// <summary>Frames that an account waits for the rest of its block.</summary>
    public int MaxAwaitFrames { get; init; } = Engine.EngineLimits.AwaitFramesDefault;

    /// <summary>Whether the status of an account is told that is healthy from its first record on; else it is once that changes.</summary>
    public bool TellHealthyNewcomers { get; init; } = true;

    /// <summary>The risk of each market is told at most once in each stretch of this length, ms of stream-time; 0 is never.</summary>
    public long MarketRiskEveryMs { get; init; } = Topologies.MarketRiskOptions.DefaultEveryMs;

    /// <summary>Distances from the present price of the steps of a liquidation ladder, up and down, ppm, rising, separated by commas.</summary>
    public string MarketRiskStepsPpm { get; init; } = Topologies.MarketRiskOptions.DefaultStepsPpm;

    /// <summary>The longest that processed records wait for their commit, ms.</summary>
    public int CommitIntervalMs { get; init; } = 100;

    /// <summary>The most records between two commits.</summary>
    public int CommitMaxRecords { get; init; } = Streams.StreamLimits.CommitRecordsMax;

    /// <summary>How long an input at its end holds back later records of the others, ms.</summary>
    public int MaxTaskIdleMs { get; init; }
}
