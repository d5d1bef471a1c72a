using System.Numerics;
using System.Runtime.CompilerServices;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>
/// How an account may be liquidated: that is the rule set's own sizing, which its tests hold to the protocol's cases. The books decide who is liquidatable;
/// what a bot is advised then is not worked out a second time.
/// </summary>
internal static class ReferenceSizing
{
    private static readonly ConditionalWeakTable<VenueTerms, Rules> Known = [];

    /// <summary>The figures with the options of the rule set, which are worked out when somebody asks.</summary>
    public static Assessment WithOptions(this Assessment figures, ReferenceAccount account)
    {
        if (figures.IsOut)
        {
            return figures;
        }

        Rules rules = Known.GetValue(account.Venue.Terms!, static terms => new Rules(RuleSetCatalog.Create(terms)));
        RuledHolding<BigInteger>[] holdings = [.. account.Holdings.Values.Select(held => new RuledHolding<BigInteger>(
            rules.MarketOf(held.Instrument), held.Holding.Size, held.Holding.Cost, held.Holding.SettledIndex))];
        int marginClass = rules.Venue.MarginClassOf(account.Attributes);
        return figures with { OptionsFrom = () => rules.Venue.Assess(holdings, marginClass).Options };
    }

    private sealed class Rules(VenueRules venue)
    {
        private readonly ConditionalWeakTable<InstrumentTerms, InstrumentRules> _instruments = [];

        public VenueRules Venue => venue;

        public InstrumentMarket MarketOf(ReferenceInstrument instrument)
        {
            InstrumentRules rules = _instruments.GetValue(instrument.Terms!, venue.Create);
            return rules.At(instrument.Values) ?? rules.AtZero(instrument.Values);
        }
    }
}
