using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MarginStreams.Cli.Benching;

/// <summary>A KRaft broker of one node from an Apache Kafka distribution, on free loopback ports and a folder that goes with it.</summary>
public sealed class LocalBroker : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly string _home;
    private readonly string _folder = Directory.CreateTempSubdirectory("marginstreams-kafka-").FullName;
    private readonly int _port = FreePort();
    private readonly int _controllerPort = FreePort();
    private Process? _process;

    private LocalBroker(string home)
    {
        _home = home;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    /// <summary>Its bootstrap servers.</summary>
    public string Servers => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Its process.</summary>
    public int ProcessId => _process!.Id;

    private string Properties => Path.Combine(_folder, "server.properties");

    /// <summary>Starts a broker, and returns when it listens.</summary>
    public static async Task<LocalBroker> StartAsync(string home)
    {
        var broker = new LocalBroker(home);
        await File.WriteAllTextAsync(broker.Properties, broker.Settings());
        using Process format = broker.Run("kafka-storage.sh", "format", "-t", "MarginStreamsLocalBroker", "-c", broker.Properties);
        await format.WaitForExitAsync();
        await broker.StartAgainAsync();
        return broker;
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
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Settings() => string.Create(CultureInfo.InvariantCulture, $"""
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:{_controllerPort}
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:{_port},CONTROLLER://127.0.0.1:{_controllerPort}
        advertised.listeners=PLAINTEXT://127.0.0.1:{_port}
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs={_folder}/log
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
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
}
