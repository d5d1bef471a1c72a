using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>A venue's settings under the <c>linear</c> rule set, known to be valid.</summary>
public sealed class LinearVenue
{
    private LinearVenue(VenueTerms terms, BigInteger exitBuffer)
    {
        Terms = terms;
        ExitBuffer = exitBuffer;
    }

    /// <summary>What it was made from.</summary>
    public VenueTerms Terms { get; }

    /// <summary>Maintenance surplus at which an account leaves liquidation, numeraire's smallest unit.</summary>
    public BigInteger ExitBuffer { get; }

    /// <summary>Checks the terms.</summary>
    /// <exception cref="TermsException">They break a condition of the rule set.</exception>
    public static LinearVenue Create(VenueTerms terms)
    {
        TermsCheck.Require(terms.RuleSet == LinearNames.RuleSet, "ruleSet", $"the rule set is known (linear), but it is {terms.RuleSet}");
        TermsCheck.Exponent("numeraireExponent", terms.NumeraireExponent);
        TermsCheck.Require(terms.TriggerTtlMs >= 0, "triggerTtlMs", $"triggerTtlMs >= 0, but it is {terms.TriggerTtlMs}");
        TermsCheck.OnlyNames("parameters", terms.Parameters.Keys, LinearNames.VenueParameters);
        BigInteger exitBuffer = terms.Parameters.GetValueOrDefault(LinearNames.ExitBuffer, BigInteger.Zero);
        TermsCheck.Require(exitBuffer.Sign >= 0, "parameters.exitBuffer", $"exitBuffer >= 0, but it is {exitBuffer}");
        return new LinearVenue(terms, exitBuffer);
    }
}
