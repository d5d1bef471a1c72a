using System.Diagnostics.Metrics;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Metrics;

/// <summary>How a transaction ended.</summary>
internal enum TransactionOutcome
{
    /// <summary>Everything in it is visible.</summary>
    Committed,

    /// <summary>It was dropped, or left open for the successor to abort.</summary>
    Aborted,

    /// <summary>Nobody knows: the successor finds out.</summary>
    Unknown,

    /// <summary>Another producer, or the group, has gone on without this one.</summary>
    Fenced,
}

/// <summary>What became visible, and how transactions ended. Any thread may count.</summary>
internal sealed class CommitMetrics
{
    /// <summary>Upper bounds of the latency's buckets, seconds: fine where the service should be, coarse where it is late.</summary>
    private static readonly double[] LatencySeconds =
        [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly Histogram<double> _latency;
    private readonly Counter<long> _triggers;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _transactions;
    private readonly Counter<long> _replaced;
    private readonly Counter<long> _rebalances;
    private readonly Counter<long> _frames;

    /// <summary>Makes the instruments; those whose tags are few start at zero, so that a rate is there from the first count on.</summary>
    public CommitMetrics(Meter meter)
    {
        _latency = meter.CreateHistogram(
            MetricNames.TriggerLatency,
            "s",
            "From the stream-time of what caused a trigger to the moment at which readers see it.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = LatencySeconds });
        _triggers = meter.CreateCounter<long>(MetricNames.Triggers, null, "Triggers that became visible, by event.");
        _deadLetters = meter.CreateCounter<long>(MetricNames.DeadLetters, null, "Records put aside, by reason.");
        _transactions = meter.CreateCounter<long>(MetricNames.Transactions, null, "Transactions, by outcome.");
        _replaced = meter.CreateCounter<long>(MetricNames.ProducersReplaced, null, "Transactional producers that took the place of an earlier one.");
        _rebalances = meter.CreateCounter<long>(MetricNames.Rebalances, null, "Changes of the partitions that this process owns.");
        _frames = meter.CreateCounter<long>(MetricNames.Frames, null, "Frames that became visible.");
        foreach (TriggerEvent step in Enum.GetValues<TriggerEvent>().Where(step => step is not (TriggerEvent.Unknown or TriggerEvent.Predicted)))
        {
            Trigger(step, 0);
        }

        foreach (TransactionOutcome outcome in Enum.GetValues<TransactionOutcome>())
        {
            Transaction(outcome, 0);
        }

        ProducerReplaced(0);
        Rebalance(0);
        Frame(0);
    }

    public void Latency(TimeSpan latency) => _latency.Record(latency > TimeSpan.Zero ? latency.TotalSeconds : 0);

    public void Trigger(TriggerEvent step, long count = 1) => _triggers.Add(count, Tag("event", step));

    public void DeadLetter(string reason) => _deadLetters.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Transaction(TransactionOutcome outcome, long count = 1) => _transactions.Add(count, Tag("outcome", outcome));

    public void ProducerReplaced(long count = 1) => _replaced.Add(count);

    public void Rebalance(long count = 1) => _rebalances.Add(count);

    public void Frame(long count = 1) => _frames.Add(count);

    private static KeyValuePair<string, object?> Tag<T>(string name, T value)
        where T : struct, Enum => new(name, value.ToString().ToLowerInvariant());
}
