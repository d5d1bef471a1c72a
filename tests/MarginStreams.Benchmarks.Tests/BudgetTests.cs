namespace MarginStreams.Benchmarks.Tests;

/// <summary>A budget allows its limit, and says what it is.</summary>
public sealed class BudgetTests
{
    [Theory]
    [InlineData(BudgetBound.AtMost, 2.999, true)]
    [InlineData(BudgetBound.AtMost, 3, true)]
    [InlineData(BudgetBound.AtMost, 3.001, false)]
    [InlineData(BudgetBound.AtMost, double.NaN, false)]
    [InlineData(BudgetBound.AtLeast, 2.999, false)]
    [InlineData(BudgetBound.AtLeast, 3, true)]
    [InlineData(BudgetBound.AtLeast, 3.001, true)]
    [InlineData(BudgetBound.AtLeast, double.NaN, false)]
    public void Holds_ValueNearTheLimit_DependsOnItsSide(BudgetBound bound, double value, bool holds) =>
        Assert.Equal(holds, new Budget("some", bound, 3).Holds(value));

    [Fact]
    public void Verdict_OkOrMissed_NamesTheLimit()
    {
        Assert.Equal("verdict.some=ok (<= 8.5)", new Budget("some", BudgetBound.AtMost, 8.5).Verdict(8.1));
        Assert.Equal("verdict.some=missed (>= 10000)", new Budget("some", BudgetBound.AtLeast, 10_000).Verdict(9_999));
    }

    [Fact]
    public void All_Figures_HaveOneBudgetEach() =>
        Assert.Equal(Budgets.All.Count, Budgets.All.Select(budget => budget.Figure).Distinct(StringComparer.Ordinal).Count());
}
