namespace MarginStreams.Cli.Generating;

/// <summary>What a population is like.</summary>
public sealed record PopulationOptions
{
    /// <summary>Number of accounts.</summary>
    public int Accounts { get; init; } = 20_000;

    /// <summary>The same seed gives the same bytes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Mean number of holdings drawn for a cross account, 3 to 8. An isolated account has two: a perpetual and cash.</summary>
    public int HoldingsMean { get; init; } = 5;

    /// <summary>Share of cross accounts, ppm.</summary>
    public long CrossSharePpm { get; init; } = 350_000;

    /// <summary>Share of cross accounts with a debt, ppm.</summary>
    public long DebtSharePpm { get; init; } = 250_000;

    /// <summary>Highest notional over equity that is drawn; what the initial line allows is never exceeded.</summary>
    public int LeverageMax { get; init; } = 50;

    /// <summary>Median of the log-normal equity, whole units of the numeraire.</summary>
    public long EquityMedian { get; init; } = 2_000;

    /// <summary>Deviation of the logarithm of equity, ppm.</summary>
    public long EquitySigmaPpm { get; init; } = 1_500_000;

    /// <summary>So many of a thousand accounts change later on: deposits, trades, closes, liquidations.</summary>
    public int ActivityPerMille { get; init; } = 20;

    /// <summary>The venue of the accounts; null where the market has just one.</summary>
    public string? Venue { get; init; }
}

/// <summary>What a generated market is like.</summary>
public sealed record GeneratedMarketOptions
{
    /// <summary>The same seed gives the same bytes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Number of bases; each has a perpetual and an asset.</summary>
    public int Instruments { get; init; } = 12;

    /// <summary>Length, minutes.</summary>
    public int Minutes { get; init; } = 1_440;

    /// <summary>Time between two prices of a base, ms, at most a minute.</summary>
    public int StepMs { get; init; } = 60_000;

    /// <summary>Time of the first prices, ms since the epoch.</summary>
    public long StartMs { get; init; } = 1_735_689_600_000;

    /// <summary>Where the crash begins, ppm of the length.</summary>
    public long CrashAtPpm { get; init; } = 500_000;

    /// <summary>How long the fall lasts, ppm of the length.</summary>
    public long CrashLengthPpm { get; init; } = 60_000;

    /// <summary>How far the first base falls, ppm of its price; others fall by 0.9 to 1.5 times that.</summary>
    public long CrashDepthPpm { get; init; } = 350_000;

    /// <summary>How much of the fall is made good in the end, ppm.</summary>
    public long RecoveryPpm { get; init; } = 450_000;

    /// <summary>Id of the venue.</summary>
    public string Venue { get; init; } = "sim";

    /// <summary>The numeraire.</summary>
    public string Quote { get; init; } = "USDT";
}
