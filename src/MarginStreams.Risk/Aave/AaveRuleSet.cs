namespace MarginStreams.Risk.Aave;

/// <summary>The rule set <c>aave-v3</c>: <c>docs/concepts/aave-v3.md</c>.</summary>
public sealed class AaveRuleSet : RuleSet
{
    /// <inheritdoc/>
    public override string Name => AaveNames.RuleSet;

    /// <inheritdoc/>
    public override VenueRules Create(VenueTerms terms) => AaveVenue.Create(terms);
}
