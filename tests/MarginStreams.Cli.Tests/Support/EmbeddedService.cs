using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Running;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Tests;

/// <summary>The service on an embedded log, in this process, on a port of its own.</summary>
internal sealed class EmbeddedService : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<ExitCode>? _run;

    public EmbeddedService(int priceAgeMaxMs = 0, string partitioning = "direct")
    {
        var settings = new Settings
        {
            Topics = new() { Partitions = 2 },
            Positions = new() { Partitioning = partitioning },
            Http = new() { Port = 0 },
            Health = new() { PriceAgeMaxMs = priceAgeMaxMs },
        };
        Connection = new Connection(settings, (_, _) => new EmbeddedCluster());
    }

    /// <summary>The log.</summary>
    public Connection Connection { get; }

    /// <summary>Serves to the end of what stands in the inputs, and of a recording.</summary>
    public ExitCode RunToEnd(string? replay = null, CancellationToken cancel = default) =>
        new PipelineService(Connection, new(ServiceRole.All, UntilCaughtUp: true, Replay: replay)).Run(cancel);

    /// <summary>Starts to serve; returns where.</summary>
    public async Task<Uri> StartAsync(string? replay = null)
    {
        var service = new PipelineService(Connection, new(ServiceRole.All, Replay: replay)) { ScrapeCacheMs = 0, Listening = _address.SetResult };
        _run = Task.Run(() => service.Run(_stop.Token));
        Task first = await Task.WhenAny(_address.Task, _run);
        return new Uri(first == _run ? throw new InvalidOperationException($"it ended with {await _run}") : await _address.Task);
    }

    /// <summary>Stops it, as a signal does.</summary>
    public async Task<ExitCode> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run!;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _run?.GetAwaiter().GetResult();
        Connection.Dispose();
        _stop.Dispose();
    }
}
