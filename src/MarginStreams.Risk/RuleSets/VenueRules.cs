using System.Numerics;

namespace MarginStreams.Risk;

/// <summary>
/// A venue's settings under its rule set, known to be valid, and the exact arithmetic of its accounts. The lane is the integers that a computation runs in:
/// both run the same code, so the narrow one gives the exact result or none.
/// </summary>
/// <remarks>
/// A holding whose instrument has no price stands here at the price most favourable to the account, which is zero for a size that is not positive; whoever asks
/// knows that then only "liquidatable" is certain (<see cref="InstrumentMarket.IsPriced"/>).
/// </remarks>
public abstract class VenueRules(VenueTerms terms)
{
    /// <summary>What it was made from.</summary>
    public VenueTerms Terms { get; } = terms;

    /// <summary>The names that an account's attributes may have.</summary>
    public virtual IReadOnlyList<string> AccountAttributes => [];

    /// <summary>The least and the most that an attribute's value may be; only asked for a name of <see cref="AccountAttributes"/>.</summary>
    public virtual (BigInteger Min, BigInteger Max) AttributeRange(string name) => (long.MinValue, long.MaxValue);

    /// <summary>One, in the unit of this rule set's interest indices: what holds before an index was observed.</summary>
    public virtual BigInteger IndexOne => MarketValues.IndexOne;

    /// <summary>Maintenance surplus at which an account leaves liquidation, numeraire's smallest unit; zero unless the rule set has a buffer.</summary>
    public virtual BigInteger ExitBuffer => BigInteger.Zero;

    /// <summary>Binary places that money is cut by in screens: the same for the whole venue.</summary>
    public int MoneyShift { get; } = ScreenUnits.MoneyShift(terms.NumeraireExponent);

    /// <summary>Checks the terms of one of its instruments.</summary>
    /// <exception cref="TermsException">They break a condition of the rule set.</exception>
    public abstract InstrumentRules Create(InstrumentTerms terms);

    /// <summary>The margin class of an account with these attributes: accounts of one class count alike. 0 without attributes.</summary>
    public virtual int MarginClassOf(IReadOnlyList<KeyValuePair<string, BigInteger>>? attributes) => 0;

    /// <summary>Judges in the narrow lane; null where the market or the terms do not fit it.</summary>
    /// <exception cref="OverflowException">A figure does not fit the lane.</exception>
    public abstract Judged<Int128>? JudgeNarrow(ReadOnlySpan<RuledHolding<Int128>> holdings, int marginClass);

    /// <summary>Judges in the wide lane.</summary>
    public abstract Judged<BigInteger> Judge(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass);

    /// <summary>All figures, for the record. Holdings in ordinal order of instrument.</summary>
    public abstract Assessment Assess(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass);

    /// <summary>The arithmetic of <see cref="Assess"/>, line by line, by the code that decides.</summary>
    public abstract AccountArithmetic Explain(ReadOnlySpan<RuledHolding<BigInteger>> holdings, int marginClass);
}
