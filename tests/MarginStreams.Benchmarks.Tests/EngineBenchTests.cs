using System.Globalization;

namespace MarginStreams.Benchmarks.Tests;

/// <summary>What a run prints: figures under the names of their sections, a verdict for each budget, and the counts of both.</summary>
public sealed class EngineBenchTests
{
    private const string Index = "index_";

    [Fact]
    public void Run_IndexSections_MeasuresEveryBudgetOfTheIndex()
    {
        var lines = new List<string>();
        var context = new BenchContext(7, IsQuick: true, TestContext.Current.CancellationToken);
        BenchVerdict verdict = EngineBench.Run(context, Index, lines.Add);
        Dictionary<string, string> values = lines.Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        string[] expected = [.. Budgets.All.Select(budget => budget.Figure).Where(name => name.StartsWith(Index, StringComparison.Ordinal))];
        Assert.Equal((7, 7), (expected.Length, verdict.Budgets));
        Assert.All(expected, name => Assert.True(double.Parse(values[name], CultureInfo.InvariantCulture) > 0));
        IEnumerable<string> verdicts = values.Keys.Where(name => name.StartsWith("verdict.", StringComparison.Ordinal));
        Assert.Equal(expected.Select(name => $"verdict.{name}").Order(), verdicts.Order());
        Assert.Equal(verdict.Missed, values.Count(pair => pair.Value.StartsWith("missed ", StringComparison.Ordinal)));
        string[] figures = [.. values.Keys.Where(name => name.StartsWith(Index, StringComparison.Ordinal))];
        Assert.All(figures, name => Assert.Contains(EngineBench.SectionNames, section => name.StartsWith(section, StringComparison.Ordinal)));
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        var context = new BenchContext(7, IsQuick: true, new CancellationToken(canceled: true));
        Assert.Throws<OperationCanceledException>(() => EngineBench.Run(context, "index_bytes", _ => { }));
    }
}
