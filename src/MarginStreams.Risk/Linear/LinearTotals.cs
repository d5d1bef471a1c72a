using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>Explains an account under <c>linear</c>: every step from the records to the decision.</summary>
internal static class LinearTotals
{
    public static AccountArithmetic Explain(VenueTerms venue, ReadOnlySpan<RuledHolding<BigInteger>> holdings, Assessment figures)
    {
        var lines = new List<HoldingExplanation>(holdings.Length);
        foreach (ref readonly RuledHolding<BigInteger> held in holdings)
        {
            lines.Add(LinearExplanation.Of(
                venue, (LinearInstrument)held.Market.Rules, held.Market.Values, held.Size, held.Cost, held.SettledIndex)!);
        }

        return new AccountArithmetic(lines, [.. Totals(new MoneyText(venue), figures)]);
    }

    private static IEnumerable<ExplanationLine> Totals(MoneyText money, Assessment figures)
    {
        IReadOnlyList<HoldingAssessment> holdings = figures.Holdings;
        yield return Sum("equity", "sum of the contributions to equity", holdings.Select(one => one.Value), figures.Equity);
        yield return Sum(
            "initial surplus", "sum of the contributions to the initial line", holdings.Select(one => one.Initial), figures.InitialSurplus);
        yield return Sum(
            "maintenance surplus",
            "sum of the contributions to the maintenance line",
            holdings.Select(one => one.Maintenance),
            figures.MaintenanceSurplus);
        yield return Less("initial requirement", "equity - initial surplus", figures.InitialSurplus, figures.InitialRequirement);
        yield return Less("maintenance requirement", "equity - maintenance surplus", figures.MaintenanceSurplus, figures.MaintenanceRequirement);
        yield return Answer("exposure", "a debt or a position", "", figures.HasExposure);
        yield return Answer(
            "liquidatable",
            "exposure and maintenance surplus < 0",
            $"{Word(figures.HasExposure)} and {ExactText.Integer(figures.MaintenanceSurplus)} < 0",
            figures.IsLiquidatable);
        yield return Answer(
            "out of liquidation",
            "maintenance surplus >= exit buffer, or no exposure",
            $"{ExactText.Integer(figures.MaintenanceSurplus)} >= {ExactText.Integer(figures.ExitBuffer)} or {Word(!figures.HasExposure)}",
            figures.IsOut);
        yield return Answer("bankrupt", "equity < 0", $"{ExactText.Integer(figures.Equity)} < 0", figures.IsBankrupt);
        yield return Answer("closable", "a position to close or an asset to seize", "", figures.HasClosable);

        ExplanationLine Sum(string name, string formula, IEnumerable<BigInteger> terms, BigInteger total)
        {
            string numbers = string.Join(" + ", terms.Select(term => ExactText.Term(term)));
            return money.Exact(name, formula, numbers.Length == 0 ? "0" : numbers, total);
        }

        ExplanationLine Less(string name, string formula, BigInteger surplus, BigInteger requirement) =>
            money.Exact(name, formula, $"{ExactText.Integer(figures.Equity)} - {ExactText.Term(surplus)}", requirement);
    }

    private static ExplanationLine Answer(string name, string formula, string numbers, bool holds) =>
        new(name, formula, numbers, Word(holds), "yes or no", "exact");

    private static string Word(bool holds) => holds ? "yes" : "no";
}
