namespace MarginStreams.Risk;

/// <summary>How accounts of a venue are judged: what a holding counts, when an account is liquidatable, and when it is out again.</summary>
public abstract class RuleSet
{
    /// <summary>The name by which venues choose it.</summary>
    public abstract string Name { get; }

    /// <summary>Checks the terms of a venue.</summary>
    /// <exception cref="TermsException">They break a condition of the rule set.</exception>
    public abstract VenueRules Create(VenueTerms terms);
}
