using System.Diagnostics.Metrics;
using MarginStreams.Cli.Health;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MarginStreams.Cli.Metrics;

/// <summary>The metrics of a service: few, without the id of any account.</summary>
internal sealed class ServiceMetrics : IDisposable
{
    private static int _services;

    // A provider listens by name, and two services of one process must not count for each other.
    private readonly Meter _meter = new($"MarginStreams.{Interlocked.Increment(ref _services)}");
    private readonly TimeProvider _clock;
    private Func<ServiceSnapshot>? _snapshot;

    /// <summary>Makes the instruments.</summary>
    /// <param name="clock">What ages are measured by.</param>
    /// <param name="scrapeCacheMs">How long a scrape may be given again, ms.</param>
    public ServiceMetrics(TimeProvider clock, int scrapeCacheMs)
    {
        _clock = clock;

        // What is counted before anybody listens is lost.
        Provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(_meter.Name)
            .AddPrometheusExporter(options =>
            {
                options.ScopeInfoEnabled = false;
                options.TargetInfoEnabled = false;
                options.ScrapeResponseCacheDurationMilliseconds = scrapeCacheMs;
            })
            .Build();
        Commits = new CommitMetrics(_meter);
        _meter.CreateObservableGauge(MetricNames.StreamLag, Lags, "s", "How far a topology's stream-time is behind the clock, at its slowest task.");
        _meter.CreateObservableGauge(MetricNames.PriceAge, PriceAge, "s", "Age of the newest frame.");
        _meter.CreateObservableGauge(MetricNames.Accounts, Accounts, null, "Accounts that this process holds, by band.");
        _meter.CreateObservableGauge(MetricNames.RestoreRemaining, RestoreRemaining, null, "Changelog records still to be read before every task runs.");
        _meter.CreateObservableGauge(MetricNames.Tasks, Tasks, null, "Tasks of this process, by state.");
        _meter.CreateObservableCounter(
            MetricNames.FramesApplied, () => Market(market => market.FramesApplied), null, "Frames that margin tasks applied, each task for itself.");
        _meter.CreateObservableCounter(
            MetricNames.Evaluations, () => Market(market => market.Evaluations), null, "Accounts that were measured, by frames and records.");
    }

    /// <summary>Where they are collected.</summary>
    public MeterProvider Provider { get; }

    /// <summary>What counts as it is committed.</summary>
    public CommitMetrics Commits { get; }

    /// <summary>Whom the observed metrics are asked of, from now on.</summary>
    public void Observe(Func<ServiceSnapshot> snapshot) => _snapshot = snapshot;

    /// <inheritdoc/>
    public void Dispose()
    {
        Provider.Dispose();
        _meter.Dispose();
    }

    private IEnumerable<Measurement<double>> Lags() => Snapshot()?.Workers
        .GroupBy(worker => worker.Topology, StringComparer.Ordinal)
        .Select(topology => (topology.Key, Times: topology.SelectMany(worker => worker.Tasks).Select(task => task.StreamTimeMs).Where(ms => ms > 0).ToArray()))
        .Where(topology => topology.Times.Length > 0)
        .Select(topology => new Measurement<double>(AgeSeconds(topology.Times.Min()), new KeyValuePair<string, object?>("topology", topology.Key)))
        ?? [];

    private IEnumerable<Measurement<double>> PriceAge() =>
        Snapshot() is { Market: { LastFrame: >= 0 } market } ? [new(AgeSeconds(market.LastFrameMs))] : [];

    private IEnumerable<Measurement<long>> Accounts() =>
        Snapshot()?.Market.AccountsByBand.Select(band => new Measurement<long>(band.Value, new KeyValuePair<string, object?>("band", band.Key))) ?? [];

    private IEnumerable<Measurement<long>> RestoreRemaining() =>
        Snapshot() is { } now ? [new(now.Tasks.Sum(task => task.RestoreRemaining))] : [];

    private IEnumerable<Measurement<long>> Tasks() => Snapshot() is not { } now ? [] : TaskView.States.Select(state => new Measurement<long>(
        now.Tasks.Count(task => task.State == state), new KeyValuePair<string, object?>("state", state.ToLowerInvariant())));

    private IEnumerable<Measurement<long>> Market(Func<MarketSnapshot, long> count) => Snapshot() is { } now ? [new(count(now.Market))] : [];

    private ServiceSnapshot? Snapshot() => Volatile.Read(ref _snapshot)?.Invoke();

    private double AgeSeconds(long streamTimeMs) => (_clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(streamTimeMs)).TotalSeconds;
}
