using MarginStreams.Benchmarks.Peers;

namespace MarginStreams.Benchmarks.Tests;

/// <summary>Ratios are those of medians, ours over theirs, and only of what both sides printed; each has a budget.</summary>
public sealed class PeerRatioTests
{
    [Fact]
    public void Median_SeveralRuns_IsTheMiddleOne()
    {
        PeerFigures figures = Runs(["updates_per_s=100", "machine_cpu=some", "words"], ["updates_per_s=900", "other=1.5"], ["updates_per_s=300"]);
        Assert.Equal(300, figures.Median("updates_per_s"));
        Assert.Equal(1.5, figures.Median("other"));
        Assert.Equal(["other", "updates_per_s"], figures.Names);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("skipped (no)")]
    [InlineData("")]
    public void Median_NoNumber_IsNoFigure(string value) => Assert.Null(Runs([$"snapshot_restore_s={value}"]).Median("snapshot_restore_s"));

    [Fact]
    public void Of_BothSides_DividesOursByTheirs()
    {
        PeerFigures ours = Runs(["updates_per_s=300", "update_cpu_us=4", "tick_idle_us=6"]);
        PeerFigures streams = Runs(["updates_per_s=100", "tick_us=8000"]);
        PeerFigures plain = Runs(["updates_per_s=600", "update_cpu_us=2", "tick_us=1"]);
        Assert.Equal(
            ["updates_vs_ks=3", "updates_vs_plain=0.5", "cpu_vs_plain=2", "idle_tick_vs_ks=0.00075"],
            PeerRatios.Of(ours, streams, plain).Select(ratio => ratio.ToString()));
    }

    [Fact]
    public void Of_TheirsIsZero_IsNoRatio() => Assert.Empty(PeerRatios.Of(Runs(["updates_per_s=300"]), Runs(["updates_per_s=0"]), Runs([])));

    [Fact]
    public void Names_EachRatio_HasABudget() => Assert.All(PeerRatios.Names, name => Assert.Contains(Budgets.All, budget => budget.Figure == name));

    private static PeerFigures Runs(params string[][] runs)
    {
        var figures = new PeerFigures();
        Array.ForEach(runs, figures.Add);
        return figures;
    }
}
