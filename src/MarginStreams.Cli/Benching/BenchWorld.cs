using System.Diagnostics;
using MarginStreams.Benchmarks;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Running;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using Microsoft.Extensions.Logging;

namespace MarginStreams.Cli.Benching;

/// <summary>A run's own topics on a cluster, and what its phases share: how to feed them, serve them, and wait.</summary>
internal sealed class BenchWorld : IDisposable
{
    private const int SessionMs = 45_000;

    /// <summary>A run that does not move for so long is stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>It bounds how late the end of a phase is noticed.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(1);

    /// <summary>Records are held back for less time than this, and a transaction must outlive that.</summary>
    private const int HeldMsMax = 300_000;

    private readonly DirectoryInfo _snapshots = Directory.CreateTempSubdirectory("marginstreams-bench-");
    private readonly Connection _connection;
    private readonly KafkaCluster _cluster;
    private readonly ILoggerFactory _loggers;
    private readonly Pipeline _pipeline;
    private readonly CancellationToken _cancel;

    /// <summary>Makes the topics, which nobody else uses.</summary>
    public BenchWorld(Settings settings, StreamBenchOptions options, ILoggerFactory loggers, CancellationToken cancel)
    {
        _connection = new Connection(settings);
        _loggers = loggers;
        _cancel = cancel;
        Bench = options;
        string own = $"bench-{Guid.NewGuid():N}";
        TopicNames topics = _connection.Options.Topics;
        topics = topics with { Prefix = $"{topics.Prefix}{own}.", ApplicationId = $"{topics.ApplicationId}-{own}" };

        // What is compared with tells no risk of markets.
        Options = _connection.Options with { Topics = topics, MarketRisk = MarketRiskOptions.Off };
        _pipeline = new Pipeline(_connection.Cluster, Options, _connection.Wire, TimeProvider.System, loggers);
        _pipeline.EnsureTopics();

        // A price leaves at once, as from a feeder that cares.
        _cluster = new KafkaCluster(
            new()
            {
                BootstrapServers = settings.Kafka.BootstrapServers,
                Properties = new Dictionary<string, string>(settings.Kafka.Properties, StringComparer.Ordinal) { ["linger.ms"] = "0" },
                TransactionTimeoutMs = HeldMsMax,
            },
            loggers);
    }

    /// <summary>How large the run is.</summary>
    public StreamBenchOptions Bench { get; }

    /// <summary>How the pipeline is put together.</summary>
    public PipelineOptions Options { get; }

    /// <summary>How records are written.</summary>
    public Contracts.WireFormat Wire => _connection.Wire;

    /// <summary>Now, ms since the epoch.</summary>
    public static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>
    /// Serves topologies; with an interval, with local snapshots. Nobody takes over here, so a machine that falters for some seconds moves no task: what is
    /// measured would have no meaning then.
    /// </summary>
    public ServedPipeline Serve(ServiceRole role, int? snapshotEveryMs = null) => new(_pipeline, role, _connection.Settings with
    {
        Group = _connection.Settings.Group with { SessionTimeoutMs = SessionMs },
        State = snapshotEveryMs is { } every ? new() { Directory = _snapshots.FullName, SnapshotEveryMs = every } : new(),
    });

    /// <summary>Feeds in bulk.</summary>
    public BenchFeed BulkFeed() => new(_connection.Cluster, Options, Wire);

    /// <summary>Feeds one record at a time.</summary>
    public BenchFeed PromptFeed() => new(_cluster, Options, Wire);

    /// <summary>Reads the triggers that are committed from now on.</summary>
    public TriggerReader ReadTriggers() => new(_connection.Cluster, Options, Wire);

    /// <summary>Begins a transaction on a topic: until it is aborted no reader sees anything that comes after.</summary>
    public ITransactionalProducer Hold(string topic)
    {
        int count = _cluster.Admin.PartitionCount(topic)!.Value;
        long before = Written(topic, count);
        ITransactionalProducer producer = _cluster.CreateTransactionalProducer($"{Options.Topics.ApplicationId}-hold");
        producer.Begin();
        for (int partition = 0; partition < count; partition++)
        {
            producer.Produce(new OutgoingRecord(topic, partition, NowMs, "hold"u8.ToArray(), []));
        }

        Await($"{topic} is held", () => Written(topic, count) == before + count);
        return producer;
    }

    /// <summary>Waits until it is so.</summary>
    public void Await(string what, Func<bool> isSo)
    {
        long since = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            _cancel.WaitHandle.WaitOne(LookEvery);
            _cancel.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new TimeoutException($"{what}: not so after {Patience.TotalMinutes} minutes");
            }
        }
    }

    /// <summary>Offsets of a topic that are taken, whether or not what stands there is committed.</summary>
    private long Written(string topic, int partitions) =>
        Enumerable.Range(0, partitions).Sum(partition => _cluster.Admin.QueryWatermarks(new(topic, partition)).High);

    /// <summary>Lets time pass.</summary>
    public void Pause(int ms)
    {
        _cancel.WaitHandle.WaitOne(ms);
        _cancel.ThrowIfCancellationRequested();
    }

    /// <summary>A result must be what the inputs demand.</summary>
    public static void Expect(string what, long expected, long actual)
    {
        if (actual != expected)
        {
            throw new BenchMismatchException($"{what}: expected {expected}, but there are {actual}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cluster.Dispose();
        _connection.Dispose();
        _snapshots.Delete(recursive: true);
    }
}
