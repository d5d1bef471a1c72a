using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>What a rule set has to know of a venue.</summary>
/// <param name="Id">The venue's id: what stands before the first colon of its accounts.</param>
/// <param name="RuleSet">Name of the rule set, such as <c>linear</c>.</param>
/// <param name="RuleSetVersion">Version of the rule set.</param>
/// <param name="Numeraire">Name of the unit of account.</param>
/// <param name="NumeraireExponent">The numeraire's smallest unit is 10^this.</param>
/// <param name="Parameters">Named integers of the rule set.</param>
/// <param name="TriggerTtlMs">How long a trigger stays valid, ms; 0 means until the next event of its episode.</param>
public sealed record VenueTerms(
    string Id,
    string RuleSet,
    int RuleSetVersion,
    string Numeraire,
    int NumeraireExponent,
    IReadOnlyDictionary<string, BigInteger> Parameters,
    long TriggerTtlMs)
{
    /// <summary>Warning lines: ratios of equity to maintenance requirement, ppm, falling; <see cref="WarningBands"/>.</summary>
    public IReadOnlyList<long> Bands { get; init; } = [];

    /// <summary>How far above a line an account must be to leave it upwards, ppm of the requirement.</summary>
    public long BandHysteresisPpm { get; init; }

    /// <summary>
    /// Another rule set would change the unit of observed indices and what accounts' attributes mean, so a venue keeps the one that it has.
    /// </summary>
    /// <exception cref="TermsException">It is not that of the former terms.</exception>
    public void RequireRuleSetOf(VenueTerms former)
    {
        if (former.RuleSet != RuleSet)
        {
            throw new TermsException("ruleSet", $"expected {former.RuleSet}, which a venue keeps once it has it, but it is {RuleSet}");
        }
    }
}
