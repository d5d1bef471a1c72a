using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>What an instrument is.</summary>
public enum InstrumentKind
{
    /// <summary>A token held as collateral, as cash, or owed.</summary>
    Asset,

    /// <summary>A derivative without an end, settled by funding.</summary>
    Perpetual,

    /// <summary>A derivative that ends on a date.</summary>
    Future,

    /// <summary>A right to buy or sell.</summary>
    Option,
}

/// <summary>Which sign a holding may have.</summary>
public enum InstrumentSide
{
    /// <summary>Any.</summary>
    Either,

    /// <summary>Not negative.</summary>
    Deposit,

    /// <summary>Not positive.</summary>
    Debt,
}

/// <summary>What a rule set has to know of an instrument.</summary>
/// <param name="Id">The instrument's id.</param>
/// <param name="Venue">The id of its venue.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Side">Which sign a holding may have.</param>
/// <param name="SizeExponent">A size is mantissa x 10^this.</param>
/// <param name="PriceExponent">A price is numeraire per unit of size: mantissa x 10^this.</param>
/// <param name="Multiplier">Units of the underlying in one unit of size.</param>
/// <param name="Inverse">Whether it is quoted in the underlying.</param>
/// <param name="HasFeed">Whether its price comes from a feed; an asset without one is the numeraire itself, at one.</param>
/// <param name="OnChainId">What the chain calls it.</param>
/// <param name="Parameters">Named integers of the rule set.</param>
/// <param name="Tables">Named lists of integers of the rule set, such as brackets.</param>
public sealed record InstrumentTerms(
    string Id,
    string Venue,
    InstrumentKind Kind,
    InstrumentSide Side,
    int SizeExponent,
    int PriceExponent,
    BigInteger Multiplier,
    bool Inverse,
    bool HasFeed,
    string OnChainId,
    IReadOnlyDictionary<string, BigInteger> Parameters,
    IReadOnlyDictionary<string, IReadOnlyList<BigInteger>> Tables);
