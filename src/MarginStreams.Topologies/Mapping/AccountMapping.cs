using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Risk;

namespace MarginStreams.Topologies;

/// <summary>Positions and accounts of the wire, as the engine knows them, and in which words they are refused.</summary>
internal static class AccountMapping
{
    /// <summary>The cause of a change.</summary>
    public static HoldingCause Cause(PositionCause cause) => cause switch
    {
        PositionCause.Unknown => HoldingCause.Unknown,
        PositionCause.Trade => HoldingCause.Trade,
        PositionCause.Transfer => HoldingCause.Transfer,
        PositionCause.Liquidation => HoldingCause.Liquidation,
        PositionCause.Adl => HoldingCause.Adl,
        PositionCause.Settlement => HoldingCause.Settlement,
        PositionCause.Reorg => HoldingCause.Reorg,
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, null),
    };

    /// <summary>Refuses attributes of a position: no rule set knows any, and whoever publishes open orders must not believe that they count.</summary>
    public static Refusal? CheckAttributes(Position position) =>
        position.Attributes.Count == 0
            ? null
            : new("UnknownAttribute", $"expected a position without attributes, but there is {position.Attributes.Keys.Min(StringComparer.Ordinal)}");

    /// <summary>Refuses attributes of an account that its venue's rule set does not know, or not with that value.</summary>
    public static Refusal? CheckAttributes(Account account, VenueRules rules)
    {
        foreach ((string name, BigInteger value) in account.Attributes.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (!rules.AccountAttributes.Contains(name))
            {
                string known = rules.AccountAttributes.Count == 0 ? "none" : string.Join(", ", rules.AccountAttributes);
                return new("UnknownAttribute", $"expected attributes that the rule set {rules.Terms.RuleSet} knows ({known}), but there is {name}");
            }

            (BigInteger min, BigInteger max) = rules.AttributeRange(name);
            if (value < min || value > max)
            {
                return new("AttributeOutOfRange", $"expected {name} between {min} and {max}, but it is {value}");
            }
        }

        return null;
    }

    /// <summary>Why an account cannot hold an instrument of another venue.</summary>
    public static string VenueMismatch(string account, Instrument instrument) =>
        $"account {account} cannot hold {instrument.Id}, which belongs to venue {instrument.Venue}";

    /// <summary>Why an account cannot hold an instrument with that sign.</summary>
    public static string SideMismatch(string account, Instrument instrument) =>
        $"account {account} must hold {instrument.Id} with the sign of its side, {instrument.Side}";
}
