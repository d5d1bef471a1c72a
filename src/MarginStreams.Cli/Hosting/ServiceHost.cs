using System.Net;
using System.Net.Sockets;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace MarginStreams.Cli.Hosting;

/// <summary>
/// The web side of a service: <c>/health/live</c>, <c>/health/ready</c>, <c>/metrics</c>. It is there from the start of the tasks, so that a long restore can
/// be seen, until they have ended.
/// </summary>
internal sealed class ServiceHost : IDisposable
{
    private const string JsonType = "application/json";

    /// <summary>An open connection must not hold up the end of the process.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);
    private readonly WebApplication _app;

    /// <summary>Starts to serve.</summary>
    /// <param name="settings">Where.</param>
    /// <param name="meters">Whose metrics are served.</param>
    /// <param name="health">What is told of health.</param>
    /// <param name="loggers">Loggers of the process.</param>
    /// <exception cref="CliException">The address is taken, or none of this machine.</exception>
    public ServiceHost(HttpSettings settings, MeterProvider meters, ServiceHealth health, ILoggerFactory loggers)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(settings.Address), settings.Port));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, OfTheService>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = StopTimeout);
        _app = builder.Build();
        _app.MapGet("/health/live", context => Tell(context, health.Live()));
        _app.MapGet("/health/ready", context => Tell(context, health.Ready()));
        _app.UseOpenTelemetryPrometheusScrapingEndpoint(meters, null, "/metrics", null, null);
        Start(settings);
        loggers.CreateLogger("MarginStreams.Http").LogInformation("Health and metrics at {Address}", Address);
    }

    /// <summary>Where it serves, such as <c>http://127.0.0.1:9464</c>.</summary>
    public string Address => _app.Urls.First();

    /// <inheritdoc/>
    public void Dispose()
    {
        _app.StopAsync().GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
    }

    private static Task Tell(HttpContext context, HealthReport report)
    {
        context.Response.StatusCode = report.IsOk ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = JsonType;
        return context.Response.WriteAsync(report.ToJson().ToJsonString() + "\n", context.RequestAborted);
    }

    private void Start(HttpSettings settings)
    {
        try
        {
            _app.StartAsync().GetAwaiter().GetResult();
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
                throw new CliException(
                ExitCode.Configuration, $"configuration: Http:Port: cannot listen at {settings.Address}:{settings.Port}: {refused.Message}", refused);
        }
    }

    /// <summary>The service decides when it ends; the host hears no signals.</summary>
    private sealed class OfTheService : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
