using System.Globalization;
using System.Text.Json.Nodes;
using MarginStreams.Cli.Tests;

namespace MarginStreams.Broker.Tests;

/// <summary>The streaming benchmark measures all that it names, and its own checks of what comes out hold; how fast it was does not matter here.</summary>
public sealed class StreamBenchTests(BrokerFixture broker)
{
    private static readonly string[] Measured =
    [
        "positions", "partitions", "updates_per_s", "update_cpu_us", "update_commits", "memory_gb", "restore_s", "restore_per_s", "snapshot_restore_s",
        "memory_restored_gb", "memory_gb_max",
        "changes_per_s", "change_cpu_us", "tick_holders", "tick_idle_us", "ticks_per_s", "visible_samples", "visible_ms_p50",
        "visible_ms_p90", "visible_ms_p99", "visible_ms_max",
    ];

    [Fact]
    public void BenchStreams_Quick_PrintsEveryFigure()
    {
        CliProcess run = CliProcess.Run(
            "bench", "streams", "--quick", "--positions", "20000", "--partitions", "2", "--bootstrap-servers", broker.Servers, "--json");
        Assert.True(run.ExitCode == 0, run.ToString());
        string[] lines = run.Stdout.TrimEnd('\n').Split('\n');
        Dictionary<string, string> values = lines[..^1].Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.All(Measured, name => Assert.True(double.Parse(values[name], CultureInfo.InvariantCulture) > 0, $"{name}={values[name]}"));
        Assert.Equal(("20000", "2", "400"), (values["positions"], values["partitions"], values["tick_holders"]));
        JsonNode last = JsonNode.Parse(lines[^1])!;
        Assert.Equal((0, 0), ((int)last["budgets"]!, (int)last["missed"]!));
    }
}
