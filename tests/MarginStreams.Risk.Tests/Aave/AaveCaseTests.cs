using System.Text.Json;

namespace MarginStreams.Risk.Tests;

/// <summary>Accounts and liquidations of Aave's own tests: each figure that they assert, and each that follows from their inputs, to the last unit.</summary>
public sealed class AaveCaseTests
{
    [Theory]
    [InlineData("account_data")]
    [InlineData("not_liquidatable")]
    [InlineData("liquidation_close_factor")]
    [InlineData("liquidation_index_rounding")]
    [InlineData("liquidation_dust")]
    public void Figures_AavesOwnCases_AreTheirs(string kind)
    {
        List<JsonElement> cases = AaveCases.OfKind(kind);
        Assert.NotEmpty(cases);
        Assert.All(cases, one =>
        {
            var account = new AaveCase(one);
            int checks = Check(account, one.GetProperty("expected")) + (one.TryGetProperty("derived", out JsonElement derived) ? Check(account, derived) : 0);
            Assert.True(checks > 0, one.Id());
        });
    }

    /// <summary>Every kind that is known is run: here, or with the fixed-point library.</summary>
    [Fact]
    public void Kinds_Known_AreRun()
    {
        string[] run =
        [
            .. typeof(AaveCaseTests).GetMethod(nameof(Figures_AavesOwnCases_AreTheirs))!.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false)
                .Cast<InlineDataAttribute>().Select(row => (string)row.Data[0]!),
            "fixed_point_math",
        ];
        Assert.Equal(AaveCases.Known.Order(StringComparer.Ordinal), run.Order(StringComparer.Ordinal));
    }

    private static int Check(AaveCase account, JsonElement figures)
    {
        foreach (JsonProperty figure in figures.EnumerateObject())
        {
            account.Check(figure.Name, figure.Value, figures);
        }

        return figures.EnumerateObject().Count();
    }
}
