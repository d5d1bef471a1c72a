namespace MarginStreams.Topologies;

/// <summary>How often and on which prices the risk of a market is told.</summary>
/// <param name="EveryMs">At most once in each stretch of this length, ms of stream-time, for each instrument; 0 is never.</param>
/// <param name="StepsPpm">Distances from the present price of the steps of a ladder, up and down, ppm of it, rising; each above 0 and below 1,000,000.</param>
public sealed record MarketRiskOptions(long EveryMs, IReadOnlyList<long> StepsPpm)
{
    /// <summary>The interval where nothing else is configured, ms.</summary>
    public const long DefaultEveryMs = 60_000;

    /// <summary>The steps where nothing else is configured: 1, 2, 3, 5, 7.5, 10, 15, 20, 25, 30, 40 and 50 %.</summary>
    public const string DefaultStepsPpm = "10000,20000,30000,50000,75000,100000,150000,200000,250000,300000,400000,500000";

    /// <summary>The most distances in a ladder.</summary>
    public const int StepsMax = 50;

    /// <summary>The longest interval, ms: a year.</summary>
    public const long EveryMsMax = 31_536_000_000;

    /// <summary>Nothing is told.</summary>
    public static readonly MarketRiskOptions Off = new(0, []);
}
