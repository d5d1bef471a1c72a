using System.Text.Json.Nodes;
using MarginStreams.Benchmarks;

namespace MarginStreams.Cli.Tests.Commands;

/// <summary><c>bench</c> prints figures and verdicts on stdout, and ends with how many budgets there were.</summary>
public sealed class BenchTests
{
    [Fact]
    public void Bench_OneSection_PrintsItsFiguresItsVerdictsAndTheirCount()
    {
        CliProcess run = CliProcess.Run("bench", "engine", "--quick", "--only", "index_bytes", "--json");
        Assert.True(run.ExitCode == 0, run.ToString());
        string[] lines = run.Stdout.TrimEnd('\n').Split('\n');
        Assert.Contains("entries=1000000", lines);
        Assert.Single(lines, line => line.StartsWith("index_bytes_per_entry=", StringComparison.Ordinal));
        Assert.Contains("verdict.index_bytes_per_entry=ok (<= 8.5)", lines);
        JsonNode last = JsonNode.Parse(run.LastLine)!;
        Assert.Equal((1, 0), ((int)last["budgets"]!, (int)last["missed"]!));
    }

    [Fact]
    public void Bench_WrongResult_ExitsFive() => Assert.Equal(ExitCode.VerificationMismatch, Failures.CodeOf(new BenchMismatchException("wrong")));
}
