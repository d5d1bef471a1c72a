using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>The sums of an account and the answers that follow, as lines of an explanation.</summary>
internal sealed class TotalsText(VenueTerms venue, Assessment figures)
{
    private readonly MoneyText _money = new(venue);

    /// <summary>Equity, both surpluses and both requirements.</summary>
    public IEnumerable<ExplanationLine> Sums()
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
    }

    /// <summary>Whether the account is bankrupt, and whether something can be closed or seized.</summary>
    public IEnumerable<ExplanationLine> LastAnswers()
    {
        yield return Answer("bankrupt", "equity < 0", $"{ExactText.Integer(figures.Equity)} < 0", figures.IsBankrupt);
        yield return Answer("closable", "a position to close or an asset to seize", "", figures.HasClosable);
    }

    /// <summary>A sum of amounts.</summary>
    public ExplanationLine Sum(string name, string formula, IEnumerable<BigInteger> terms, BigInteger total)
    {
        string numbers = string.Join(" + ", terms.Select(term => ExactText.Term(term)));
        return _money.Exact(name, formula, numbers.Length == 0 ? "0" : numbers, total);
    }

    /// <summary>A question, with the numbers put in, and its answer.</summary>
    public static ExplanationLine Answer(string name, string formula, string numbers, bool holds) =>
        new(name, formula, numbers, Word(holds), "yes or no", "exact");

    /// <summary>yes or no.</summary>
    public static string Word(bool holds) => holds ? "yes" : "no";

    private ExplanationLine Less(string name, string formula, BigInteger surplus, BigInteger requirement) =>
        _money.Exact(name, formula, $"{ExactText.Integer(figures.Equity)} - {ExactText.Term(surplus)}", requirement);
}
