using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Engine;

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

    /// <summary>
    /// Refuses attributes: no rule set of this version knows any, and whoever publishes open orders or a mode must not believe that they count. That does
    /// not depend on the venue, so it is the same whether or not its definition came before.
    /// </summary>
    public static Refusal? CheckAttributes(IReadOnlyDictionary<string, BigInteger> attributes) =>
        attributes.Count == 0
            ? null
            : new("UnknownAttribute", $"expected no attributes, but there is {attributes.Keys.Min(StringComparer.Ordinal)}: the rule set linear uses none");

    /// <summary>Why an account cannot hold an instrument of another venue.</summary>
    public static string VenueMismatch(string account, Instrument instrument) =>
        $"account {account} cannot hold {instrument.Id}, which belongs to venue {instrument.Venue}";

    /// <summary>Why an account cannot hold an instrument with that sign.</summary>
    public static string SideMismatch(string account, Instrument instrument) =>
        $"account {account} must hold {instrument.Id} with the sign of its side, {instrument.Side}";
}
