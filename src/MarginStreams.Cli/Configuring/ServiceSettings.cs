namespace MarginStreams.Cli.Configuring;

/// <summary>How positions find their partition.</summary>
public sealed class PositionSettings
{
    /// <summary>Who puts an account's records into the account's partition: the indexer (<c>direct</c>), or this service (<c>repartition</c>).</summary>
    public string Partitioning { get; init; } = "direct";
}

/// <summary>How processes share the partitions.</summary>
public sealed record GroupSettings
{
    /// <summary>Who assigns: the members (<c>classic</c>), or the broker (<c>consumer</c>, KIP-848).</summary>
    public string Protocol { get; init; } = "classic";

    /// <summary>A process that is silent for so long loses its partitions, ms. With <c>consumer</c> the broker's own setting counts.</summary>
    public int SessionTimeoutMs { get; init; } = 6_000;

    /// <summary>A name that outlives a restart, so that the same instance gets its partitions back at once; empty is none.</summary>
    public string InstanceId { get; init; } = "";
}

/// <summary>Threads.</summary>
public sealed class WorkerSettings
{
    /// <summary>Threads that share the margin tasks of this process.</summary>
    public int Count { get; init; } = 1;
}

/// <summary>Transactions.</summary>
public sealed class TransactionSettings
{
    /// <summary>
    /// How long the broker leaves a transaction open, ms: so long a crash without a successor holds readers back. It should outlast an outage of all brokers at
    /// once: of what is too old when they come back, Kafka 4.3.1 forgets to end some.
    /// </summary>
    public int TimeoutMs { get; init; } = 300_000;

    /// <summary>The longest that a commit is tried, ms; beyond it its outcome is unknown, and the task starts anew.</summary>
    public int CommitTimeoutMs { get; init; } = 10_000;
}

/// <summary>Local snapshots of the state.</summary>
public sealed class StateSettings
{
    /// <summary>Folder for snapshots; empty is none, and a start reads the whole changelog.</summary>
    public string Directory { get; init; } = "";

    /// <summary>Time from one snapshot to the next, ms.</summary>
    public int SnapshotEveryMs { get; init; } = 300_000;
}

/// <summary>Records that cannot be used.</summary>
public sealed class DeadLetterSettings
{
    /// <summary>The most of them within 10,000 records; with more the task stops.</summary>
    public int BurstMax { get; init; } = Streams.StreamLimits.DeadLetterBurstMax;
}

/// <summary>Where health and metrics are served.</summary>
public sealed class HttpSettings
{
    /// <summary>The port that serves nothing.</summary>
    public const int NoPort = -1;

    /// <summary>Address to listen at. The default serves this machine alone.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port; 0 is a free one, which the log tells; -1 serves nothing.</summary>
    public int Port { get; init; } = 9464;
}

/// <summary>When a service counts as sick.</summary>
public sealed class HealthSettings
{
    /// <summary>Not alive: a worker did not turn for so long, ms.</summary>
    public int TurnMaxMs { get; init; } = 30_000;

    /// <summary>Not ready: the newest frame is older, ms; 0 does not look, as for replayed history.</summary>
    public int PriceAgeMaxMs { get; init; } = 60_000;

    /// <summary>Not ready: records have waited for their commit for longer, ms.</summary>
    public int CommitWaitMaxMs { get; init; } = 30_000;

    /// <summary>Not ready: the group has had no stable assignment for longer, ms.</summary>
    public int GroupUnstableMaxMs { get; init; } = 40_000;
}

/// <summary>The log in a folder, instead of a broker.</summary>
public sealed class LogSettings
{
    /// <summary>The folder; empty is a broker.</summary>
    public string Directory { get; init; } = "";
}

/// <summary>The words on stderr.</summary>
public sealed class LoggingSettings
{
    /// <summary>One line each for people (<c>text</c>), or one JSON object each (<c>json</c>).</summary>
    public string Format { get; init; } = "text";
}
