using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Broker.Tests;

/// <summary>
/// A real broker for the whole assembly: the one that MARGINSTREAMS_KAFKA names, else one started from the distribution at KAFKA_HOME, else one in a
/// container. With none of them the tests skip, or fail where MARGINSTREAMS_REQUIRE_BROKER is 1.
/// </summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private IAsyncDisposable? _owned;
    private string? _servers;

    /// <summary>The broker's process, where it is ours; a test that needs it skips otherwise.</summary>
    internal LocalBroker Local
    {
        get
        {
            _ = Servers;
            Assert.SkipUnless(_owned is LocalBroker, "the broker is not a process of this test run: KAFKA_HOME is not set, or MARGINSTREAMS_KAFKA is");
            return (LocalBroker)_owned!;
        }
    }

    /// <summary>Bootstrap servers of the broker.</summary>
    internal string Servers
    {
        get
        {
            if (_servers is null)
            {
                const string Reason =
                    "no Kafka broker: set MARGINSTREAMS_KAFKA (bootstrap servers) or KAFKA_HOME (a distribution; needs Java), or run a Docker engine";
                Assert.False(Environment.GetEnvironmentVariable("MARGINSTREAMS_REQUIRE_BROKER") == "1", Reason);
                Assert.Skip(Reason);
            }

            return _servers;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string found;
        if (Environment.GetEnvironmentVariable("MARGINSTREAMS_KAFKA") is { Length: > 0 } servers)
        {
            (_servers, found) = (servers, "of MARGINSTREAMS_KAFKA");
        }
        else if (Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home)
        {
            LocalBroker local = await LocalBroker.StartAsync(home);
            (_owned, _servers, found) = (local, local.Servers, $"started from {home}");
        }
        else if (ContainerBroker.EngineAnswers())
        {
            ContainerBroker container = await ContainerBroker.StartAsync();
            (_owned, _servers, found) = (container, container.Servers, "in a container");
        }
        else
        {
            found = "none";
        }

        await Console.Out.WriteLineAsync($"Kafka broker: {_servers} {found}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _owned?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal KafkaClusterOptions Options() => new() { BootstrapServers = Servers };

    internal KafkaCluster Connect(KafkaClusterOptions? options = null) => new(options ?? Options(), NullLoggerFactory.Instance);
}
