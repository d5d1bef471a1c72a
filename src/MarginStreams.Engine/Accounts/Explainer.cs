using System.Numerics;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Engine;

/// <summary>Explains an account that can be judged.</summary>
internal static class Explainer
{
    /// <summary>Every step from the records to the decision.</summary>
    public static AccountExplanation Explain(Account account, MarketTable market)
    {
        VenueTerms venue = account.Venue.Terms!;
        Assessment figures = Judgement.Assess(account);
        List<HoldingExplanation> holdings = [.. account.Holdings.Select(held => Explain(venue, held))];
        return new AccountExplanation(account.Id, market.Frame, market.StreamTimeMs, figures, holdings, [.. Totals(new MoneyText(venue), figures)]);
    }

    private static HoldingExplanation Explain(VenueTerms venue, HoldingSlot held) => LinearExplanation.Of(
        venue, held.Instrument.Rules!, held.Instrument.Values, held.Exact.Size, held.Exact.Cost, held.Exact.SettledIndex)!;

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
