namespace MarginStreams.Cli.Metrics;

/// <summary>
/// Names of the instruments. Prometheus sees them with underscores, <c>_total</c> behind counters and the unit behind the rest:
/// <c>docs/reference/metrics.md</c> lists them as they are scraped.
/// </summary>
internal static class MetricNames
{
    public const string TriggerLatency = "marginstreams.trigger.latency";
    public const string Triggers = "marginstreams.triggers";
    public const string DeadLetters = "marginstreams.dead_letters";
    public const string Transactions = "marginstreams.transactions";
    public const string ProducersReplaced = "marginstreams.producers_replaced";
    public const string Rebalances = "marginstreams.rebalances";
    public const string Frames = "marginstreams.frames";
    public const string FramesApplied = "marginstreams.frames_applied";
    public const string Evaluations = "marginstreams.evaluations";
    public const string StreamLag = "marginstreams.stream.lag";
    public const string PriceAge = "marginstreams.price.age";
    public const string Accounts = "marginstreams.accounts";
    public const string RestoreRemaining = "marginstreams.restore_remaining";
    public const string Tasks = "marginstreams.tasks";
}
