using MarginStreams.Risk.Aave;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Risk;

/// <summary>The rule sets that there are.</summary>
public static class RuleSetCatalog
{
    private static readonly Dictionary<string, RuleSet> ByName =
        new RuleSet[] { new LinearRuleSet(), new AaveRuleSet() }.ToDictionary(one => one.Name, StringComparer.Ordinal);

    /// <summary>Their names, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The rule set of a name, or null.</summary>
    public static RuleSet? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Checks the terms of a venue under the rule set that they name.</summary>
    /// <exception cref="TermsException">They name none that is known, or break one of its conditions.</exception>
    public static VenueRules Create(VenueTerms terms)
    {
        RuleSet rules = Find(terms.RuleSet)
            ?? throw new TermsException("ruleSet", $"expected the rule set is known ({string.Join(", ", Names)}), but it is {terms.RuleSet}");
        WarningBands.Check(terms);
        return rules.Create(terms);
    }
}
