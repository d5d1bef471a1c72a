using System.Globalization;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>Names of the topics, all under one prefix; internal ones under the application's name.</summary>
/// <param name="Prefix">Prefix of the public topics.</param>
/// <param name="ApplicationId">Name of the application.</param>
public sealed record TopicNames(string Prefix = TopicNames.DefaultPrefix, string ApplicationId = TopicNames.DefaultApplicationId)
{
    /// <summary>The prefix where nothing else is configured.</summary>
    public const string DefaultPrefix = "margin.";

    /// <summary>The application's name where nothing else is configured.</summary>
    public const string DefaultApplicationId = "marginstreams";

    /// <summary>The largest message of topics that hold more than one input record at once, bytes, where they are created.</summary>
    public const long MessageBytesMax = 8 * 1024 * 1024;

    /// <summary>Segment size of the changelogs, bytes, where they are created.</summary>
    public const long ChangelogSegmentBytes = 50 * 1024 * 1024;

    /// <summary>Venues, in.</summary>
    public string Venues => Prefix + "venues";

    /// <summary>Instruments, in.</summary>
    public string Instruments => Prefix + "instruments";

    /// <summary>Positions, accounts and progress, in.</summary>
    public string Positions => Prefix + "positions";

    /// <summary>Observations, in.</summary>
    public string OraclePrices => Prefix + "oracle-prices";

    /// <summary>Commands, in.</summary>
    public string Commands => Prefix + "commands";

    /// <summary>Frames, internal: one partition.</summary>
    public string Frames => Prefix + "frames";

    /// <summary>Every event of every episode, out.</summary>
    public string LiquidationTriggers => Prefix + "liquidation-triggers";

    /// <summary>Live episodes, out.</summary>
    public string OpenLiquidations => Prefix + "open-liquidations";

    /// <summary>Where accounts stand, out.</summary>
    public string AccountStatus => Prefix + "account-status";

    /// <summary>Open interest and liquidation ladders, out.</summary>
    public string MarketRisk => Prefix + "market-risk";

    /// <summary>What margin tasks write, each into its own partition.</summary>
    public IReadOnlyList<string> MarginOutputs => [LiquidationTriggers, OpenLiquidations, AccountStatus, MarketRisk];

    /// <summary>Records that could not be used, out.</summary>
    public string DeadLetters => Prefix + "dead-letters";

    /// <summary>State of the oracle.</summary>
    public string OracleChangelog => ApplicationId + "-oracle-changelog";

    /// <summary>State of the margin tasks.</summary>
    public string MarginChangelog => ApplicationId + "-margin-changelog";

    /// <summary>Positions by account, internal: a copy of those that come partitioned in another way.</summary>
    public string AccountPositions => ApplicationId + "-positions";

    /// <summary>Where the intake stands.</summary>
    public string IntakeChangelog => ApplicationId + "-intake-changelog";

    /// <summary>The order in which the oracle took its inputs.</summary>
    public string OracleJournal => ApplicationId + "-oracle-journal";

    /// <summary>The order in which the margin tasks took their inputs.</summary>
    public string MarginJournal => ApplicationId + "-margin-journal";

    /// <summary>The group that shares the oracle's work: one of its members is active.</summary>
    public string OracleGroup => ApplicationId + "-oracle";

    /// <summary>The group that shares the partitions of positions.</summary>
    public string MarginGroup => ApplicationId + "-margin";

    /// <summary>The group that shares the partitions of positions where they are copied.</summary>
    public string IntakeGroup => ApplicationId + "-intake";

    /// <summary>How long records of topics that are not compacted are kept, ms, where they are created; -1 is for ever.</summary>
    public long RetentionMs { get; init; } = -1;

    /// <summary>Topics that indexers write, with a number of partitions for positions.</summary>
    public IReadOnlyList<TopicSpec> InputSpecs(int partitions) =>
    [
        Compacted(Venues, 1),
        Compacted(Instruments, 1),
        Kept(OraclePrices, 1),
        Kept(Commands, 1),
        Compacted(Positions, partitions),
    ];

    /// <summary>Topics that the pipeline needs, with a number of partitions for those that are split by account.</summary>
    public IReadOnlyList<TopicSpec> Specs(int partitions) => [.. InputSpecs(partitions), .. OwnSpecs(partitions)];

    /// <summary>Topics that it needs where positions are copied: their own number of partitions may be another.</summary>
    public IReadOnlyList<TopicSpec> RepartitionSpecs(int partitions, int positionPartitions) =>
    [
        .. InputSpecs(positionPartitions),
        .. OwnSpecs(partitions),
        Compacted(AccountPositions, partitions),
        Changelog(IntakeChangelog, positionPartitions),
    ];

    private TopicSpec[] OwnSpecs(int partitions) =>
    [
        Large(Kept(Frames, 1)),
        Large(Kept(LiquidationTriggers, partitions)),
        Compacted(OpenLiquidations, partitions),
        Compacted(AccountStatus, partitions),
        Compacted(MarketRisk, partitions),
        Large(Kept(DeadLetters, partitions)),
        Large(Changelog(OracleChangelog, 1)),
        Large(Changelog(MarginChangelog, partitions)),
        Large(Kept(OracleJournal, 1)),
        Large(Kept(MarginJournal, partitions)),
    ];

    /// <summary>The segment that is written is never compacted, so with a broker's usual gigabyte a start would read that much history.</summary>
    private static TopicSpec Changelog(string name, int partitions) => With(Compacted(name, partitions), "segment.bytes", ChangelogSegmentBytes);

    private static TopicSpec Compacted(string name, int partitions) => new(name, partitions, Compacted: true);

    private TopicSpec Kept(string name, int partitions) =>
        With(new TopicSpec(name, partitions, Compacted: false), "retention.ms", RetentionMs);

    /// <summary>A frame holds many definitions, a trigger many holdings, a dead letter whatever somebody sent.</summary>
    private static TopicSpec Large(TopicSpec topic) => With(topic, "max.message.bytes", MessageBytesMax);

    private static TopicSpec With(TopicSpec topic, string setting, long value) => topic with
    {
        Settings = new Dictionary<string, string>(topic.Settings ?? new Dictionary<string, string>(), StringComparer.Ordinal)
        {
            [setting] = value.ToString(CultureInfo.InvariantCulture),
        },
    };
}
