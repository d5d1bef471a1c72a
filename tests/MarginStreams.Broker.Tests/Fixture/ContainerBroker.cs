using System.Net.Sockets;
using Testcontainers.Kafka;

namespace MarginStreams.Broker.Tests;

/// <summary>A broker in a container, where a Docker engine runs.</summary>
internal sealed class ContainerBroker : IAsyncDisposable
{
    private const string Image = "apache/kafka:4.1.0";
    private readonly KafkaContainer _container = new KafkaBuilder(Image).Build();

    internal string Servers => _container.GetBootstrapAddress();

    internal static async Task<ContainerBroker> StartAsync()
    {
        var broker = new ContainerBroker();
        await broker._container.StartAsync();
        return broker;
    }

    /// <summary>Asks the engine's socket itself, in a millisecond: the library takes long to say that there is none.</summary>
    internal static bool EngineAnswers()
    {
        string? host = Environment.GetEnvironmentVariable("DOCKER_HOST");
        if (host is { Length: > 0 } && !host.StartsWith("unix://", StringComparison.Ordinal))
        {
            return true;
        }

        string path = host is { Length: > 0 } ? host["unix://".Length..] : "/var/run/docker.sock";
        if (!File.Exists(path))
        {
            return false;
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
