using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Broker.Tests;

/// <summary>Wrong settings and silent servers: a clear error within a named time, for which no broker is needed.</summary>
public sealed class KafkaSettingsTests
{
    private const int TimeoutMs = 400;

    /// <summary>The library's own limits are a minute, or none; a busy machine takes its time.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string, string> WrongProperties() => new()
    {
        { "no.such.setting", "1", "no.such.setting" },
        { "security.protocol", "carrier-pigeon", "carrier-pigeon" },
        { "enable.idempotence", "false", "exactly-once" },
        { "isolation.level", "read_uncommitted", "exactly-once" },
        { "transactional.id", "mine", "exactly-once" },
    };

    public static TheoryData<string, Action<ILogCluster>> Requests() => new()
    {
        { "describe", cluster => cluster.Admin.PartitionCount("t") },
        { "create", cluster => cluster.Admin.EnsureTopics([new TopicSpec("t", 1, Compacted: false)]) },
        { "watermarks", cluster => cluster.Admin.QueryWatermarks(new("t", 0)) },
        { "offset for time", cluster => cluster.Admin.OffsetForTime(new("t", 0), 1) },
        { "committed offset", cluster => cluster.Admin.CommittedOffset("g", new("t", 0)) },
        { "transactional producer", cluster => cluster.CreateTransactionalProducer("id").Dispose() },
        { "plain producer", Produce },
    };

    [Theory]
    [MemberData(nameof(WrongProperties))]
    public void New_WrongProperty_SaysWhich(string name, string value, string expected)
    {
        var options = new KafkaClusterOptions { BootstrapServers = "127.0.0.1:1", Properties = new Dictionary<string, string> { [name] = value } };
        var refused = Assert.Throws<LogException>(() => new KafkaCluster(options, NullLoggerFactory.Instance));
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_CommitOutlivesItsTransaction_IsRefused()
    {
        var options = new KafkaClusterOptions { BootstrapServers = "127.0.0.1:1", CommitTimeoutMs = 5_000, TransactionTimeoutMs = 5_000 };
        Assert.Throws<LogException>(() => new KafkaCluster(options, NullLoggerFactory.Instance));
    }

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public void Request_NobodyListens_IsUnreachableInTime(string name, Action<ILogCluster> request) => AssertUnreachable(name, request, "127.0.0.1:1");

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public void Request_NobodyAnswers_IsUnreachableInTime(string name, Action<ILogCluster> request)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        AssertUnreachable(name, request, silent.LocalEndpoint.ToString()!);
    }

    [Fact]
    public void Poll_NobodyListens_WaitsQuietlyAndTheLogSaysWhy()
    {
        using var loggers = new CollectingLoggers();
        using (var cluster = new KafkaCluster(Options("127.0.0.1:1"), loggers))
        using (ILogConsumer consumer = cluster.Reader(new("t", 0)))
        {
            Assert.Null(consumer.Poll(TimeSpan.FromMilliseconds(500)));
            Assert.False(consumer.IsAtEnd(new("t", 0)));
        }

        Assert.Contains(loggers.Lines, line => line.Contains("Connection refused", StringComparison.Ordinal));
    }

    private static KafkaClusterOptions Options(string servers) => new()
    {
        BootstrapServers = servers,
        RequestTimeoutMs = TimeoutMs,
        CommitTimeoutMs = TimeoutMs,
        DeliveryTimeoutMs = TimeoutMs,
    };

    private static void Produce(ILogCluster cluster)
    {
        using ILogProducer producer = cluster.CreateProducer();
        producer.Produce(Records.Number(new("t", 0), 1));
        producer.Flush();
    }

    private static void AssertUnreachable(string name, Action<ILogCluster> request, string servers)
    {
        long startedAt = Stopwatch.GetTimestamp();
        using (var cluster = new KafkaCluster(Options(servers), NullLoggerFactory.Instance))
        {
            var silent = Assert.Throws<LogUnreachableException>(() => request(cluster));
            Assert.Contains(servers, silent.Message, StringComparison.Ordinal);
        }

        Assert.True(Stopwatch.GetElapsedTime(startedAt) < TimeSpan.FromMilliseconds(TimeoutMs) + Slack, $"{name} took {Stopwatch.GetElapsedTime(startedAt)}");
    }
}
