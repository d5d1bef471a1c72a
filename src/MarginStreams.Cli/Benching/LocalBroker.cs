using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace MarginStreams.Cli.Benching;

/// <summary>
/// A KRaft broker from an Apache Kafka distribution, alone or one of several, on free loopback ports and a folder that goes with it.
/// </summary>
public sealed class LocalBroker : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private const int PortMin = 15_000;
    private const int PortEnd = 30_000;
    private readonly string _home;
    private readonly string _folder = Directory.CreateTempSubdirectory("marginstreams-kafka-").FullName;
    private readonly Node _node;
    private readonly IReadOnlyList<Node> _quorum;
    private Process? _process;

    private LocalBroker(string home, Node node, IReadOnlyList<Node> quorum)
    {
        (_home, _node, _quorum) = (home, node, quorum);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    /// <summary>Its bootstrap servers.</summary>
    public string Servers => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_node.Port}");

    /// <summary>Its process.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>Whether its process was ended.</summary>
    public bool HasExited => _process is { HasExited: true };

    private string Properties => Path.Combine(_folder, "server.properties");

    /// <summary>Starts a broker, and returns when it listens.</summary>
    public static async Task<LocalBroker> StartAsync(string home) => (await StartAsync(home, count: 1))[0];

    /// <summary>Starts several as one cluster: each keeps the internal topics, and a record of them counts as written when two have it.</summary>
    public static async Task<LocalBroker[]> StartAsync(string home, int count)
    {
        Node[] nodes = [.. Enumerable.Range(1, count).Select(id => new Node(id, FreePort(), FreePort()))];
        LocalBroker[] brokers = Array.ConvertAll(nodes, node => new LocalBroker(home, node, nodes));
        foreach (LocalBroker broker in brokers)
        {
            await File.WriteAllTextAsync(broker.Properties, broker.Settings());
            using Process format = broker.Run("kafka-storage.sh", "format", "-t", "MarginStreamsLocalBroker", "-c", broker.Properties);
            await format.WaitForExitAsync();
        }

        // None of them listens before most are there.
        await Task.WhenAll(brokers.Select(broker => broker.StartAgainAsync()));
        return brokers;
    }

    /// <summary>Starts the process on its former folder and ports, and returns when it listens.</summary>
    public async Task StartAgainAsync()
    {
        _process = Run("kafka-server-start.sh", Properties);
        long startedAt = Stopwatch.GetTimestamp();
        while (!await ListensAsync())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(startedAt) > StartTimeout)
            {
                throw new InvalidOperationException($"the broker did not start:\n{await File.ReadAllTextAsync(Path.Combine(_folder, "out"))}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Ends the process as a power cut does.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends the process and deletes its folder.</summary>
    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private void End()
    {
        if (_process is { HasExited: false })
        {
            Kill();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    // The script replaces itself by Java, so the process is the broker's.
    private Process Run(string script, params string[] arguments)
    {
        string[] quoted = [.. arguments.Select(argument => $"'{argument}'")];
        var start = new ProcessStartInfo("bash", ["-c", $"exec '{_home}/bin/{script}' {string.Join(' ', quoted)} >> '{_folder}/out' 2>&1 < /dev/null"]);
        start.Environment["LOG_DIR"] = _folder;
        start.Environment["KAFKA_HEAP_OPTS"] = "-Xmx512m";
        return Process.Start(start)!;
    }

    private async Task<bool> ListensAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _node.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>
    /// None of those that the system gives to whoever connects: clients that try again and again while a broker is away come by its port and connect to
    /// themselves, and the broker cannot have it back.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(PortMin, PortEnd));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one is free.
            }
        }
    }

    private string Settings() => string.Create(CultureInfo.InvariantCulture, $"""
        process.roles=broker,controller
        node.id={_node.Id}
        controller.quorum.voters={string.Join(',', _quorum.Select(node => $"{node.Id}@127.0.0.1:{node.ControllerPort}"))}
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:{_node.Port},CONTROLLER://127.0.0.1:{_node.ControllerPort}
        advertised.listeners=PLAINTEXT://127.0.0.1:{_node.Port}
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs={_folder}/log
        auto.create.topics.enable=false
        offsets.topic.replication.factor={_quorum.Count}
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor={_quorum.Count}
        transaction.state.log.min.isr={Math.Min(2, _quorum.Count)}
        transaction.state.log.num.partitions=4
        transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
        group.initial.rebalance.delay.ms=0
        group.consumer.min.session.timeout.ms=6000
        group.consumer.session.timeout.ms=6000
        group.consumer.min.heartbeat.interval.ms=500
        group.consumer.heartbeat.interval.ms=500
        broker.session.timeout.ms=3000
        broker.heartbeat.interval.ms=500

        """);

    private sealed record Node(int Id, int Port, int ControllerPort);
}
