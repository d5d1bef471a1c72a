using MarginStreams.Cli.Benching;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>A cluster of three brokers for the tests of a class.</summary>
public sealed class ThreeBrokers : IAsyncDisposable
{
    private LocalBroker[]? _nodes;

    /// <summary>Bootstrap servers.</summary>
    internal string Servers => string.Join(',', _nodes!.Select(node => node.Servers));

    /// <summary>The nodes; started where they are not.</summary>
    internal async Task<LocalBroker[]> StartAsync()
    {
        string? home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        bool isRequired = Environment.GetEnvironmentVariable("MARGINSTREAMS_REQUIRE_BROKER") == "1";
        const string Reason = "no Kafka distribution to start three brokers from: set KAFKA_HOME (needs Java)";
        Assert.False(string.IsNullOrEmpty(home) && isRequired, Reason);
        Assert.SkipWhen(string.IsNullOrEmpty(home), Reason);
        return _nodes ??= await LocalBroker.StartAsync(home!, count: 3);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (LocalBroker node in _nodes ?? [])
        {
            await node.DisposeAsync();
        }
    }
}
