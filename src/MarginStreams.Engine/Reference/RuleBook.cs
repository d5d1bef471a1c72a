using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>
/// A rule set by the book: how a venue's accounts are assessed, and what <c>docs/concepts/episodes.md</c> concludes from it for every rule set. Tests derive
/// from the books to make a rule set that is wrong in one place.
/// </summary>
internal abstract class RuleBook
{
    private static readonly BigInteger One = 1_000_000;

    /// <summary>The name by which venues choose it.</summary>
    public abstract string RuleSet { get; }

    /// <summary>What it needs of one instrument at these values; without a price, as at price zero.</summary>
    public abstract BookTerms Read(VenueTerms venue, InstrumentTerms terms, MarketValues values);

    /// <summary>Full figures of an account. Holdings in ordinal order of instrument.</summary>
    public abstract Assessment Assess(
        VenueTerms venue, IReadOnlyList<KeyValuePair<string, BigInteger>>? attributes, IReadOnlyList<BookHolding> holdings);

    public virtual bool IsBankrupt(BigInteger equity) => equity < 0;

    /// <summary>Whether zero is the best price that a holding without one could have; for a size above zero there is none.</summary>
    public virtual bool IsBestAtZero(Holding holding) => holding.Size <= 0;

    /// <summary>Whether an account may be judged although it has holdings without a price: only where no price could cure it.</summary>
    public virtual bool IsCertainWithoutPrices(Assessment atZero) => atZero.IsLiquidatable;

    /// <summary>The lowest line that the account is below, ppm; 0 is none. A line is left upwards only at the line plus the hysteresis.</summary>
    public virtual long WarningLine(VenueTerms venue, BigInteger equity, BigInteger maintenanceSurplus, long former)
    {
        BigInteger requirement = equity - maintenanceSurplus;
        bool isLine = venue.Bands.Contains(former);
        return requirement <= 0
            ? 0
            : venue.Bands.Where(line => equity * One < EdgeOf(line) * requirement).DefaultIfEmpty(0).Min();

        BigInteger EdgeOf(long line) => line + (isLine && line >= former ? venue.BandHysteresisPpm : 0);
    }
}

/// <summary>What a rule set needs of one instrument at one frame, worked out once for all holdings.</summary>
internal abstract record BookTerms
{
    /// <summary>Whether the instrument has a price; where not, this is as at price zero.</summary>
    public bool IsPriced { get; init; } = true;
}

/// <summary>A holding beside what the rule set needs of its instrument.</summary>
internal readonly record struct BookHolding(string Instrument, BookTerms Terms, Holding Holding);
