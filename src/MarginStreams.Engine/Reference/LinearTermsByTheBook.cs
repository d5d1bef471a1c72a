using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>The two lines a surplus is measured from.</summary>
internal enum MarginLine
{
    Initial,
    Maintenance,
}

/// <summary>
/// What <c>linear</c> needs of one instrument at one frame, worked out once for all holdings: everything that does not depend on the
/// holding, as exact fractions. Money is in the smallest unit of the numeraire.
/// </summary>
internal abstract record LinearTermsByTheBook(BigInteger PriceLow, BigInteger PriceHigh) : BookTerms
{
    private static readonly BigInteger One = 1_000_000;

    /// <summary>The terms at these values; at price zero when the instrument has no price.</summary>
    public static LinearTermsByTheBook Of(VenueTerms venue, InstrumentTerms terms, MarketValues values)
    {
        // The value of size s at price P is s x multiplier x P x 10^e.
        int e = terms.SizeExponent + terms.PriceExponent - venue.NumeraireExponent;
        Rational unit = Rational.Of(terms.Multiplier) * Rational.PowerOfTen(e);

        if (terms.Kind == InstrumentKind.Asset && !terms.HasFeed)
        {
            BigInteger one = BigInteger.Pow(10, -terms.PriceExponent);
            return Asset(terms, values, unit, one, one, one);
        }

        return values is { Price: { } price, PriceLow: { } low, PriceHigh: { } high }
            ? At(price, low, high)
            : At(0, 0, 0) with { IsPriced = false };

        LinearTermsByTheBook At(BigInteger plain, BigInteger lowest, BigInteger highest) => terms.Kind == InstrumentKind.Asset
            ? Asset(terms, values, unit, plain, lowest, highest)
            : Perpetual(terms, values, unit, plain, lowest, highest);
    }

    private static AssetTerms Asset(
        InstrumentTerms terms, MarketValues values, Rational unit, BigInteger price, BigInteger low, BigInteger high)
    {
        Rational deposit = unit * Rational.Index(values.DepositIndex);
        Rational debt = unit * Rational.Index(values.BorrowIndex);
        Rational depositLow = deposit * Rational.Of(low);
        Rational debtHigh = debt * Rational.Of(high);
        return new(
            low,
            high,
            DepositValue: deposit * Rational.Of(price),
            DepositInitial: depositLow * Weight("weightInitialPpm"),
            DepositMaintenance: depositLow * Weight("weightMaintenancePpm"),
            DebtValue: debt * Rational.Of(price),
            DebtInitial: debtHigh * Weight("liabilityWeightInitialPpm"),
            DebtMaintenance: debtHigh * Weight("liabilityWeightMaintenancePpm"));

        Rational Weight(string name) => Rational.Ppm(terms.Parameters.GetValueOrDefault(name, One));
    }

    private static PerpetualTerms Perpetual(
        InstrumentTerms terms, MarketValues values, Rational unit, BigInteger price, BigInteger low, BigInteger high)
    {
        BigInteger d = unit.Denominator;
        IReadOnlyList<BigInteger> bounds = terms.Tables["bracketLowerBound"];
        BigInteger fee = terms.Parameters.GetValueOrDefault("liquidationFeePpm", BigInteger.Zero);
        return new(
            low,
            high,
            Denominator: d,
            DenominatorPpm: d * One,
            Unit: unit.Numerator,
            Value: unit.Numerator * price,
            ValueLow: unit.Numerator * low,
            ValueHigh: unit.Numerator * high,
            Funding: unit.Numerator * values.FundingIndex,
            GainPpm: terms.Parameters.GetValueOrDefault("gainWeightPpm", One),
            Initial: BracketByTheBook.Of(bounds, terms.Tables["bracketInitialPpm"], fee, d),
            Maintenance: BracketByTheBook.Of(bounds, terms.Tables["bracketMaintenancePpm"], fee, d));
    }
}

/// <summary>An asset: the value of one unit of size, plain and weighted, as a deposit and as a debt.</summary>
internal sealed record AssetTerms(
    BigInteger PriceLow,
    BigInteger PriceHigh,
    Rational DepositValue,
    Rational DepositInitial,
    Rational DepositMaintenance,
    Rational DebtValue,
    Rational DebtInitial,
    Rational DebtMaintenance)
    : LinearTermsByTheBook(PriceLow, PriceHigh);

/// <summary>A perpetual: numerators over <paramref name="Denominator"/>; rates in ppm, so that a line is over <paramref name="DenominatorPpm"/>.</summary>
/// <param name="PriceLow">Mantissa for longs.</param>
/// <param name="PriceHigh">Mantissa for shorts.</param>
/// <param name="Denominator">Common denominator of values: d.</param>
/// <param name="DenominatorPpm">Common denominator of a line: d x 10^6.</param>
/// <param name="Unit">multiplier x 10^e.</param>
/// <param name="Value">One unit of size at the plain price.</param>
/// <param name="ValueLow">One unit of size at the low price.</param>
/// <param name="ValueHigh">One unit of size at the high price.</param>
/// <param name="Funding">Cumulative funding of one unit of size.</param>
/// <param name="GainPpm">How much of a gain counts.</param>
/// <param name="Initial">Brackets of the initial line.</param>
/// <param name="Maintenance">Brackets of the maintenance line.</param>
internal sealed record PerpetualTerms(
    BigInteger PriceLow,
    BigInteger PriceHigh,
    BigInteger Denominator,
    BigInteger DenominatorPpm,
    BigInteger Unit,
    BigInteger Value,
    BigInteger ValueLow,
    BigInteger ValueHigh,
    BigInteger Funding,
    BigInteger GainPpm,
    IReadOnlyList<BracketByTheBook> Initial,
    IReadOnlyList<BracketByTheBook> Maintenance)
    : LinearTermsByTheBook(PriceLow, PriceHigh);

/// <summary>A bracket: from a notional on, what is required of it.</summary>
/// <param name="LowerBound">L_j over the instrument's denominator.</param>
/// <param name="RatePpm">r_j plus the liquidation fee.</param>
/// <param name="Deduction">D_j over the denominator of a line.</param>
internal sealed record BracketByTheBook(BigInteger LowerBound, BigInteger RatePpm, BigInteger Deduction)
{
    /// <summary>D_0 = 0, D_j = D_(j-1) + L_j x (r_j - r_(j-1)).</summary>
    public static IReadOnlyList<BracketByTheBook> Of(
        IReadOnlyList<BigInteger> bounds, IReadOnlyList<BigInteger> rates, BigInteger fee, BigInteger denominator)
    {
        var brackets = new List<BracketByTheBook>(bounds.Count);
        BigInteger deduction = BigInteger.Zero;
        for (int j = 0; j < bounds.Count; j++)
        {
            if (j > 0)
            {
                deduction += bounds[j] * (rates[j] - rates[j - 1]);
            }

            brackets.Add(new(bounds[j] * denominator, rates[j] + fee, deduction * denominator));
        }

        return brackets;
    }
}
