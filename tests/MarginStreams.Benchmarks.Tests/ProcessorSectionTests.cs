using System.Globalization;

namespace MarginStreams.Benchmarks.Tests;

/// <summary>The section of the processor compares states before it tells figures, and has a figure for everything it promises.</summary>
public sealed class ProcessorSectionTests
{
    [Fact]
    public void Run_Processor_TellsWhatUpdatesRestoresAndSnapshotsTake()
    {
        var lines = new List<string>();
        EngineBench.Run(new BenchContext(7, IsQuick: true, TestContext.Current.CancellationToken), "processor", lines.Add);
        Dictionary<string, double> values = lines.Where(line => line.StartsWith("processor", StringComparison.Ordinal)).Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        string[] figures =
        [
            "restore_us_per_record", "restored_us_per_account", "changelog_bytes_per_record", "memory_bytes_per_account",
            "snapshot_write_us_per_account", "snapshot_piece_ms_max", "snapshot_read_us_per_account", "snapshot_bytes_per_account",
            "update_us", "update_us_of_commits", "update_bytes_allocated",
        ];
        Assert.Equal(figures.SelectMany(one => new[] { $"processor_{one}", $"processor_isolated_{one}" }).Order(), values.Keys.Order());
        Assert.All(values, figure => Assert.True(figure.Value > 0, figure.Key));
    }
}
