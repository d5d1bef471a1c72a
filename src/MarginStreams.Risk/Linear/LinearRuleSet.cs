namespace MarginStreams.Risk.Linear;

/// <summary>The rule set <c>linear</c>: <c>docs/concepts/linear.md</c>.</summary>
public sealed class LinearRuleSet : RuleSet
{
    /// <inheritdoc/>
    public override string Name => LinearNames.RuleSet;

    /// <inheritdoc/>
    public override VenueRules Create(VenueTerms terms) => LinearVenue.Create(terms);
}
