using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>A venue's settings under the <c>linear</c> rule set, known to be valid.</summary>
public sealed class LinearVenue : VenueRules
{
    private LinearVenue(VenueTerms terms, BigInteger exitBuffer)
        : base(terms) => ExitBuffer = exitBuffer;

    /// <inheritdoc/>
    public override BigInteger ExitBuffer { get; }

    /// <summary>Checks the terms.</summary>
    /// <exception cref="TermsException">They break a condition of the rule set.</exception>
    public static LinearVenue Create(VenueTerms terms)
    {
        TermsCheck.Require(terms.RuleSet == LinearNames.RuleSet, "ruleSet", $"the rule set {LinearNames.RuleSet}, but it is {terms.RuleSet}");
        TermsCheck.Exponent("numeraireExponent", terms.NumeraireExponent);
        TermsCheck.Require(terms.TriggerTtlMs >= 0, "triggerTtlMs", $"triggerTtlMs >= 0, but it is {terms.TriggerTtlMs}");
        TermsCheck.OnlyNames("parameters", terms.Parameters.Keys, LinearNames.VenueParameters, LinearNames.RuleSet);
        BigInteger exitBuffer = terms.Parameters.GetValueOrDefault(LinearNames.ExitBuffer, BigInteger.Zero);
        TermsCheck.Require(exitBuffer.Sign >= 0, "parameters.exitBuffer", $"exitBuffer >= 0, but it is {exitBuffer}");
        return new LinearVenue(terms, exitBuffer);
    }

    /// <inheritdoc/>
    public override InstrumentRules Create(InstrumentTerms terms) => LinearInstrument.Create(Terms, terms);

    /// <inheritdoc/>
    public override Judged<Int128>? JudgeNarrow(ReadOnlySpan<RuledHolding<Int128>> holdings, int marginClass) =>
        Lane.Fits<Int128>(ExitBuffer) ? LinearJudgement.Judge(holdings, (Int128)ExitBuffer) : null;

    /// <inheritdoc/>
    public override Judged<BigInteger> Judge(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass) =>
        LinearJudgement.Judge(holdings, ExitBuffer)!.Value;

    /// <inheritdoc/>
    public override Assessment Assess(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass) =>
        LinearJudgement.Assess(holdings, ExitBuffer);

    /// <inheritdoc/>
    public override AccountArithmetic Explain(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass) =>
        LinearTotals.Explain(Terms, holdings, LinearJudgement.Assess(holdings, ExitBuffer));
}
