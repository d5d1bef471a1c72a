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

    /// <summary>Records that could not be used, out.</summary>
    public string DeadLetters => Prefix + "dead-letters";

    /// <summary>State of the oracle.</summary>
    public string OracleChangelog => ApplicationId + "-oracle-changelog";

    /// <summary>State of the margin tasks.</summary>
    public string MarginChangelog => ApplicationId + "-margin-changelog";

    /// <summary>Topics that the pipeline needs, with a number of partitions for those that are split by account.</summary>
    public IReadOnlyList<TopicSpec> Specs(int partitions) =>
    [
        new(Venues, 1, Compacted: true),
        new(Instruments, 1, Compacted: true),
        new(OraclePrices, 1, Compacted: false),
        new(Commands, 1, Compacted: false),
        new(Positions, partitions, Compacted: true),
        new(Frames, 1, Compacted: false),
        new(LiquidationTriggers, partitions, Compacted: false),
        new(OpenLiquidations, partitions, Compacted: true),
        new(AccountStatus, partitions, Compacted: true),
        new(DeadLetters, partitions, Compacted: false),
        new(OracleChangelog, 1, Compacted: true),
        new(MarginChangelog, partitions, Compacted: true),
    ];
}
