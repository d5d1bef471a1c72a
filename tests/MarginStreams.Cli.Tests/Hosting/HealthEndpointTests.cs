using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using MarginStreams.Cli.Configuring;
using MarginStreams.Cli.Running;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Tests.Hosting;

/// <summary>A running service tells by HTTP how it is, and which part of it is sick; an address that is taken ends it before it begins.</summary>
public sealed class HealthEndpointTests
{
    private static readonly HttpClient Client = new();

    [Fact]
    public async Task Health_NoFrameYet_IsAliveAndNamesThePrice()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using var service = new EmbeddedService(priceAgeMaxMs: 1_000);
        Uri address = await service.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync(new Uri(address, "/health/live"), cancel)).StatusCode);
        HttpResponseMessage ready = await Client.GetAsync(new Uri(address, "/health/ready"), cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("application/json", ready.Content.Headers.ContentType!.MediaType);
        JsonNode body = JsonNode.Parse(await ready.Content.ReadAsStringAsync(cancel))!;
        Assert.Equal("sick", (string?)body["status"]);
        JsonNode price = body["parts"]!.AsArray().Single(part => (string?)part!["name"] == "price")!;
        Assert.Equal(("sick", "no frame yet"), ((string?)price["status"], (string?)price["why"]));
        Assert.Equal(ExitCode.Interrupted, await service.StopAsync());
    }

    [Fact]
    public async Task Health_PriceNotLookedAt_BecomesReady()
    {
        using var service = new EmbeddedService();
        Uri address = await service.StartAsync();
        HttpResponseMessage ready;
        do
        {
            ready = await Client.GetAsync(new Uri(address, "/health/ready"), TestContext.Current.CancellationToken);
        }
        while (!ready.IsSuccessStatusCode);

        Assert.Equal(ExitCode.Interrupted, await service.StopAsync());
    }

    [Fact]
    public void Run_AddressThatIsTaken_IsAnErrorOfTheConfiguration()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var settings = new Settings { Http = new() { Port = ((IPEndPoint)taken.LocalEndpoint).Port } };
        using var connection = new Connection(settings, (_, _) => new EmbeddedCluster());
        CliException refused = Assert.Throws<CliException>(
            () => new PipelineService(connection, new(ServiceRole.All)).Run(TestContext.Current.CancellationToken));
        Assert.Equal(ExitCode.Configuration, refused.Code);
        Assert.StartsWith($"configuration: Http:Port: cannot listen at 127.0.0.1:{settings.Http.Port}: ", refused.Message, StringComparison.Ordinal);
    }
}
