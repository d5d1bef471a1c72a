using System.Text.Json.Nodes;

namespace MarginStreams.Cli.Tests.Commands;

/// <summary><c>simulate</c> is the same run for the same seed, in whatever process, and says what it did.</summary>
public sealed class SimulateTests
{
    [Fact]
    public void Simulate_SameSeed_IsTheSameRunInEveryProcess()
    {
        CliProcess first = CliProcess.Run("simulate", "--seed", "7");
        Assert.True(first.ExitCode == 0, first.ToString());
        string[] lines = first.Stdout.TrimEnd('\n').Split('\n');
        Assert.Equal("seed=7", lines[0]);
        Assert.Equal("verdict=ok", lines[^1]);
        string[] names = ["steps=", "virtual_hours=", "fault_", "checks=", "state_hash="];
        Assert.All(names, name => Assert.Contains(lines, line => line.StartsWith(name, StringComparison.Ordinal)));
        Assert.Equal(first, CliProcess.Run("simulate", "--seed", "7"));
    }

    [Fact]
    public void Simulate_SeveralSeeds_AddsUpWhatStruck()
    {
        CliProcess run = CliProcess.Run("simulate", "--seed", "3", "--seeds", "3", "--faults", "crash,redelivery", "--json");
        Assert.True(run.ExitCode == 0, run.ToString());
        JsonNode totals = JsonNode.Parse(run.LastLine)!;
        Assert.Equal((3, "ok", 0), ((int)totals["seeds"]!, (string)totals["verdict"]!, totals["failed_seeds"]!.AsArray().Count));
        Assert.True((long)totals["faults"]!["crash"]! > 0);
        Assert.Null(totals["faults"]!["zombie"]);
    }

    /// <summary>A run that shows nothing is no success.</summary>
    [Fact]
    public void Simulate_NothingHappens_ExitsFive()
    {
        CliProcess run = CliProcess.Run("simulate", "--seed", "1", "--steps", "1");
        Assert.Equal(5, run.ExitCode);
        Assert.Contains("verdict=mismatch", run.Stdout, StringComparison.Ordinal);
        Assert.StartsWith("seed 1: nothing happened", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_UnknownFault_ExitsTwo() => Assert.Equal(2, CliProcess.Run("simulate", "--faults", "gremlins").ExitCode);
}
