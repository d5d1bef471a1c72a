using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MarginStreams.Cli.Tests;

namespace MarginStreams.Broker.Tests;

/// <summary>The service on a real broker, as whoever operates it meets it: it becomes ready, shows what it does, and ends in time when it is told to.</summary>
public sealed partial class ServiceTests(BrokerFixture broker) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly HttpClient Client = new();
    private readonly TempFolder _folder = new();
    private readonly string _application = $"service-{Guid.NewGuid():N}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_OnABroker_IsReadyShowsWhatItDidAndEndsWithinTenSecondsOfASignal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent as on Linux");
        SmallRecording.Write(_folder["recording"]);
        using Process process = CliProcess.StartInterruptible(
            _folder.Path, WithBroker("run", "--replay", _folder["recording"], "--set", "Health:PriceAgeMaxMs=0", "--set", "Logging:Format=json"));
        Uri address = await AddressAsync(process);
        Task<string> rest = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string scraped = await UntilAsync("/metrics", address, text => Closed().IsMatch(text));
        Assert.Contains("marginstreams_transactions_total{outcome=\"fenced\"} 0", scraped, StringComparison.Ordinal);
        string ready = await UntilAsync("/health/ready", address, text => (string?)JsonNode.Parse(text)!["status"] == "ok");
        Assert.Equal(6, JsonNode.Parse(ready)!["parts"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync(new Uri(address, "/health/live"), TestContext.Current.CancellationToken)).StatusCode);

        using (Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.True(process.WaitForExit(Patience), "it went on");
        Assert.Equal((int)Cli.ExitCode.Interrupted, process.ExitCode);
        Assert.DoesNotContain("not ended within 10000 ms", await rest, StringComparison.Ordinal);

        CliProcess inspected = CliProcess.Run(_folder.Path, WithBroker("inspect", "liquidation-triggers", "--values-only"));
        Assert.True(inspected.ExitCode == 0, inspected.ToString());
        Assert.Equal(["Opened", "Escalated", "Closed"], inspected.Stdout.TrimEnd('\n').Split('\n').Select(line => (string?)JsonNode.Parse(line)!["event"]));
    }

    /// <summary>The log tells it, one JSON object a line.</summary>
    private static async Task<Uri> AddressAsync(Process process)
    {
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (JsonNode.Parse(line)!["State"]?["Address"] is { } address)
            {
                return new Uri((string)address!);
            }
        }

        throw new InvalidOperationException("it ended without telling where it serves");
    }

    private static async Task<string> UntilAsync(string page, Uri address, Predicate<string> isDone)
    {
        var watch = Stopwatch.StartNew();
        string text;
        do
        {
            HttpResponseMessage answer = await Client.GetAsync(new Uri(address, page), TestContext.Current.CancellationToken);
            text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        while (!isDone(text) && watch.Elapsed < Patience);

        Assert.True(isDone(text), text);
        return text;
    }

    private string[] WithBroker(params string[] args) =>
        [.. args, "--bootstrap-servers", broker.Servers, "--prefix", $"{_application}.", "--application-id", _application, "--partitions", "2"];

    [GeneratedRegex("^marginstreams_triggers_total{event=\"closed\"} 1$", RegexOptions.Multiline)]
    private static partial Regex Closed();
}
