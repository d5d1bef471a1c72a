using System.Diagnostics;
using System.Text.RegularExpressions;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Tests.Hosting;

/// <summary>What a running service shows to Prometheus is what the reference says, and it counts what happened.</summary>
public sealed partial class MetricsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Scrape_RunningService_HasEveryMetricOfTheReferenceAndNoOther()
    {
        using var service = new EmbeddedService();
        string scraped = await ScrapeAsync(service);
        string[] documented =
        [
            .. File.ReadAllLines(DocPages.PathOf("reference", "metrics.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(row => row.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => $"{cells[1].Trim('`')} {cells[2]} {cells[3].Trim('`')}".TrimEnd())
                .Order(StringComparer.Ordinal),
        ];
        string[] existing =
        [
            .. TypeLine().Matches(scraped).Select(type => (Name: type.Groups["name"].Value, Type: type.Groups["type"].Value))
                .Select(type => $"{type.Name} {type.Type} {LabelOf(scraped, type.Name)}".TrimEnd()).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(documented, existing);
    }

    [Fact]
    public async Task Scrape_AfterACrash_CountsWhatBecameVisible()
    {
        using var service = new EmbeddedService();
        string scraped = await ScrapeAsync(service);

        // The second account of the recording is healthy at any price; the first falls, is renewed, and recovers.
        Assert.True(Value(scraped, "marginstreams_triggers_total{event=\"opened\"}") >= 1, scraped);
        Assert.Equal(Value(scraped, "marginstreams_triggers_total{event=\"opened\"}"), Value(scraped, "marginstreams_triggers_total{event=\"closed\"}"));
        Assert.Equal(2, Value(scraped, "marginstreams_accounts{band=\"healthy\"}"));
        Assert.Equal(0, Value(scraped, "marginstreams_accounts{band=\"liquidatable\"}"));
        Assert.Equal(1, Value(scraped, "marginstreams_dead_letters_total{reason=\"MagicByteUnknown\"}"));
        Assert.True(Value(scraped, "marginstreams_transactions_total{outcome=\"committed\"}") > 0);
        Assert.Equal(0, Value(scraped, "marginstreams_transactions_total{outcome=\"fenced\"}"));
        Assert.Equal(2 * Value(scraped, "marginstreams_frames_total"), Value(scraped, "marginstreams_frames_applied_total"));
        Assert.DoesNotContain("v:a", scraped, StringComparison.Ordinal);
    }

    private async Task<string> ScrapeAsync(EmbeddedService service)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        service.Connection.Cluster.Admin.EnsureTopics(service.Connection.Options.Topics.Specs(2));
        using (ILogProducer producer = service.Connection.Cluster.CreateProducer())
        {
            producer.Produce(new OutgoingRecord(service.Connection.Options.Topics.Commands, 0, 1, "k"u8.ToArray(), [1, 2, 3, 4, 5, 6]));
            producer.Flush();
        }

        Uri address = await service.StartAsync(SmallRecording.Write(_folder["recording"]));
        using var client = new HttpClient();
        var watch = Stopwatch.StartNew();
        string scraped;
        do
        {
            scraped = await client.GetStringAsync(new Uri(address, "/metrics"), cancel);
        }
        while (!IsDone(scraped) && watch.Elapsed < Patience);

        Assert.True(IsDone(scraped), scraped);
        Assert.Equal(ExitCode.Interrupted, await service.StopAsync());
        return scraped;
    }

    /// <summary>The last price brings the account back, so its episode closes at the end of the recording; then all three tasks are at rest.</summary>
    private static bool IsDone(string scraped) =>
        Value(scraped, "marginstreams_triggers_total{event=\"closed\"}") > 0
        && Value(scraped, "marginstreams_frames_applied_total") == 2 * Value(scraped, "marginstreams_frames_total")
        && Value(scraped, "marginstreams_tasks{state=\"running\"}") == 3
        && scraped.Contains("reason=\"MagicByteUnknown\"", StringComparison.Ordinal);

    private static string LabelOf(string scraped, string name) =>
        Regex.Match(scraped, $"^{name}(_bucket)?{{(?<label>[a-z_]+)=", RegexOptions.Multiline) is { Success: true } match && match.Groups["label"].Value != "le"
            ? match.Groups["label"].Value
            : "";

    private static double Value(string scraped, string series)
    {
        string start = series.EndsWith('}') ? series + " " : series + "{} ";
        string line = Assert.Single(scraped.Split('\n'), line => line.StartsWith(start, StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^# TYPE (?<name>[a-z_]+) (?<type>[a-z]+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
