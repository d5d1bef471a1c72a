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

        var text = new TotalsText(venue, figures);
        return new AccountArithmetic(lines, [.. text.Sums(), .. Answers(figures), .. text.LastAnswers()]);
    }

    private static IEnumerable<ExplanationLine> Answers(Assessment figures)
    {
        yield return TotalsText.Answer("exposure", "a debt or a position", "", figures.HasExposure);
        yield return TotalsText.Answer(
            "liquidatable",
            "exposure and maintenance surplus < 0",
            $"{TotalsText.Word(figures.HasExposure)} and {ExactText.Integer(figures.MaintenanceSurplus)} < 0",
            figures.IsLiquidatable);
        yield return TotalsText.Answer(
            "out of liquidation",
            "maintenance surplus >= exit buffer, or no exposure",
            $"{ExactText.Integer(figures.MaintenanceSurplus)} >= {ExactText.Integer(figures.ExitBuffer)} or {TotalsText.Word(!figures.HasExposure)}",
            figures.IsOut);
    }
}
