using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Oracle;

/// <summary>An instrument, as the oracle has to know it.</summary>
/// <param name="Terms">Its terms.</param>
/// <param name="PriceFeed">The feed of its price: role <c>mark</c>, else <c>index</c>; null for the numeraire itself.</param>
/// <param name="Feeds">All its feeds: an index observed on any of them is its index.</param>
/// <param name="Policy">Named settings of its oracle policy; 0 is off.</param>
public sealed record OracleInstrument(
    InstrumentTerms Terms,
    string? PriceFeed,
    IReadOnlyCollection<string> Feeds,
    IReadOnlyDictionary<string, BigInteger> Policy);

/// <summary>What an observation measures, as far as the oracle takes it.</summary>
public enum OracleQuantity
{
    /// <summary>A price.</summary>
    Price,

    /// <summary>Cumulative funding per unit of size.</summary>
    FundingIndex,

    /// <summary>Interest index of deposits.</summary>
    DepositIndex,

    /// <summary>Interest index of debts.</summary>
    BorrowIndex,
}

/// <summary>One value of one feed from one source.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Quantity">What it measures.</param>
/// <param name="Value">The value, in the unit that the feed's instruments declare.</param>
/// <param name="Low">Lower end of a price, where the source has one.</param>
/// <param name="High">Upper end of a price, where the source has one.</param>
/// <param name="Confidence">Half-width of the confidence interval of a price, where the source has one.</param>
/// <param name="PublishedAtMs">When the source published it, ms; 0 is not said.</param>
/// <param name="BlockNumber">Block it was read from; 0 is none.</param>
/// <param name="Origin">Where it came from.</param>
public sealed record OracleObservation(
    string Feed,
    OracleQuantity Quantity,
    BigInteger Value,
    BigInteger? Low,
    BigInteger? High,
    BigInteger? Confidence,
    long PublishedAtMs,
    long BlockNumber,
    ObservationOrigin Origin)
{
    /// <summary>When the value held, ms: from then on its interest accrues.</summary>
    public long AsOfMs { get; init; }

    /// <summary>Of an interest index: empty, or one element, the rate of a year in the index's unit.</summary>
    public IReadOnlyList<BigInteger> Vector { get; init; } = [];

    /// <summary>Whether it is an interest index.</summary>
    public bool IsInterest => Quantity is OracleQuantity.DepositIndex or OracleQuantity.BorrowIndex;

    /// <summary>The rate of a year, in the index's unit; zero where there is none.</summary>
    public BigInteger Rate => IsInterest && Vector.Count > 0 ? Vector[0] : BigInteger.Zero;
}

/// <summary>Where an observation came from.</summary>
/// <param name="Source">Name of the source.</param>
/// <param name="Round">The source's round.</param>
/// <param name="Partition">Partition of its record; -1 is none.</param>
/// <param name="Offset">Offset of its record; -1 is none.</param>
public sealed record ObservationOrigin(string Source, BigInteger Round, int Partition, long Offset)
{
    /// <summary>No observation yet.</summary>
    public static readonly ObservationOrigin None = new("", BigInteger.Zero, -1, -1);
}
