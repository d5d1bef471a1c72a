using System.Globalization;

namespace MarginStreams.Benchmarks.Tests;

/// <summary>The section of snapshots compares states before it tells figures, and has a figure for everything it promises.</summary>
public sealed class SnapshotSectionTests
{
    [Fact]
    public void Run_Snapshot_TellsWhatAllAccountsTake()
    {
        var lines = new List<string>();
        EngineBench.Run(new BenchContext(7, IsQuick: true, TestContext.Current.CancellationToken), "snapshot", lines.Add);
        Dictionary<string, string> values = lines.Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal("100000", values["snapshot_accounts"]);
        Assert.All(
            ["snapshot_write_ms_1m", "snapshot_read_ms_1m", "snapshot_hash_ms_1m", "snapshot_write_vs_copy", "snapshot_read_vs_restore"],
            name => Assert.True(double.Parse(values[name], CultureInfo.InvariantCulture) > 0));

        // A row, an id of 46 bytes, and holdings of one to four words each.
        Assert.InRange(double.Parse(values["snapshot_bytes_per_account"], CultureInfo.InvariantCulture), 24 + 46 + (2 * 16), 24 + 46 + (9 * 32));
    }
}
