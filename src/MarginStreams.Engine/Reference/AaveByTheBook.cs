using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>
/// The rule set <c>aave-v3</c>, transcribed from the protocol's formulas: token balances from scaled ones, collateral rounded down and debt up in the base
/// currency, and the health factor. Sizes are scaled balances, a debt's negative; money is in the base currency's smallest unit.
/// </summary>
internal class AaveByTheBook : RuleBook
{
    public const string Name = "aave-v3";

    protected static readonly BigInteger BasisPoints = 10_000;
    protected static readonly BigInteger Wad = BigInteger.Pow(10, 18);
    private static readonly BigInteger Ray = BigInteger.Pow(10, 27);

    public override string RuleSet => Name;

    public override BookTerms Read(VenueTerms venue, InstrumentTerms terms, MarketValues values) => AaveTermsByTheBook.Of(terms, values);

    public override Assessment Assess(
        VenueTerms venue, IReadOnlyList<KeyValuePair<string, BigInteger>>? attributes, IReadOnlyList<BookHolding> holdings)
    {
        BigInteger category = Category(attributes);
        BigInteger collateral = 0, debt = 0, collateralTimesThreshold = 0, initial = 0, maintenance = 0;
        bool hasDebt = false, hasDeposit = false;
        var shares = new List<HoldingAssessment>(holdings.Count);
        foreach (BookHolding held in holdings)
        {
            var terms = (AaveTermsByTheBook)held.Terms;
            BigInteger size = held.Holding.Size;
            BigInteger owned = size > 0 ? CollateralBase(terms, size) : 0;
            BigInteger owed = size < 0 ? DebtBase(terms, -size) : 0;
            (BigInteger thresholdBps, BigInteger ltvBps) = terms.RatiosOf(category);

            collateral += owned;
            debt += owed;
            collateralTimesThreshold += owned * thresholdBps;
            hasDebt |= size < 0;
            hasDeposit |= size > 0;

            var share = new HoldingAssessment(
                held.Instrument,
                size,
                terms.IsPriced ? terms.Price : null,
                owned - owed,
                Floor(owned * ltvBps, BasisPoints) - owed,
                Floor(owned * thresholdBps, BasisPoints) - owed);
            shares.Add(share);
            initial += share.Initial;
            maintenance += share.Maintenance;
        }

        BigInteger? healthFactor = debt > 0 ? HealthFactor(collateralTimesThreshold, debt) : null;
        bool isLiquidatable = healthFactor is { } known && IsBelowOne(known);
        return new(collateral - debt, initial, maintenance, ExitBuffer: 0, hasDebt, hasDeposit, shares)
        {
            IsLiquidatable = isLiquidatable,
            IsOut = !isLiquidatable,
            HealthFactorWad = healthFactor,
        };
    }

    /// <summary>The category that the account chose; one that no collateral lists, zero included, changes nothing.</summary>
    protected virtual BigInteger Category(IReadOnlyList<KeyValuePair<string, BigInteger>>? attributes) =>
        attributes?.Where(pair => pair.Key == "eMode").Select(pair => pair.Value).FirstOrDefault() ?? BigInteger.Zero;

    /// <summary>Liquidatable below one, not at it.</summary>
    protected virtual bool IsBelowOne(BigInteger healthFactorWad) => healthFactorWad < Wad;

    /// <summary>wadDiv (half up) of the sum of collateral x threshold by the debt, then divided by 10^4 (floor); wad.</summary>
    protected virtual BigInteger HealthFactor(BigInteger collateralTimesThreshold, BigInteger debt) =>
        Floor(WadDiv(collateralTimesThreshold, debt), BasisPoints);

    /// <summary>Rounds half up.</summary>
    protected virtual BigInteger WadDiv(BigInteger left, BigInteger right) => Floor((left * Wad) + (right / 2), right);

    /// <summary>floor(rayMulFloor(scaled, deposit index) x price / 10^decimals).</summary>
    protected virtual BigInteger CollateralBase(AaveTermsByTheBook terms, BigInteger scaled)
    {
        BigInteger balance = Floor(scaled * terms.DepositIndex, Ray);
        return Floor(balance * terms.Price, terms.Token);
    }

    /// <summary>ceil(rayMulCeil(scaled, borrow index) x price / 10^decimals).</summary>
    protected virtual BigInteger DebtBase(AaveTermsByTheBook terms, BigInteger scaled)
    {
        BigInteger balance = Ceiling(scaled * terms.BorrowIndex, Ray);
        return Ceiling(balance * terms.Price, terms.Token);
    }

    /// <summary>Both are positive or zero, the denominator positive.</summary>
    protected static BigInteger Floor(BigInteger numerator, BigInteger denominator) => numerator / denominator;

    /// <summary>Both are positive or zero, the denominator positive.</summary>
    protected static BigInteger Ceiling(BigInteger numerator, BigInteger denominator) => (numerator + denominator - 1) / denominator;
}

/// <summary>A reserve: one side of one asset.</summary>
/// <param name="Price">Base currency per whole token, smallest unit; 0 without a price.</param>
/// <param name="Token">Smallest units of a whole token: 10^decimals.</param>
/// <param name="DepositIndex">Ray.</param>
/// <param name="BorrowIndex">Ray.</param>
/// <param name="ThresholdBps">Liquidation threshold as collateral.</param>
/// <param name="LtvBps">Loan to value as collateral.</param>
/// <param name="Categories">Threshold and loan to value in the e-mode categories that list it as collateral.</param>
internal sealed record AaveTermsByTheBook(
    BigInteger Price,
    BigInteger Token,
    BigInteger DepositIndex,
    BigInteger BorrowIndex,
    BigInteger ThresholdBps,
    BigInteger LtvBps,
    IReadOnlyDictionary<BigInteger, (BigInteger ThresholdBps, BigInteger LtvBps)> Categories)
    : BookTerms
{
    public static AaveTermsByTheBook Of(InstrumentTerms terms, MarketValues values)
    {
        BigInteger? price = terms.HasFeed ? values.Price : BigInteger.Pow(10, -terms.PriceExponent);
        IReadOnlyList<BigInteger> categories = Table("eModeCategory");
        IReadOnlyList<BigInteger> thresholds = Table("eModeLiquidationThresholdBps");
        IReadOnlyList<BigInteger> ltvs = Table("eModeLtvBps");
        return new(
            price ?? 0,
            BigInteger.Pow(10, -terms.SizeExponent),
            values.DepositIndex,
            values.BorrowIndex,
            terms.Parameters.GetValueOrDefault("liquidationThresholdBps", BigInteger.Zero),
            terms.Parameters.GetValueOrDefault("ltvBps", BigInteger.Zero),
            Enumerable.Range(0, categories.Count).ToDictionary(i => categories[i], i => (thresholds[i], ltvs[i])))
        {
            IsPriced = price is not null,
        };

        IReadOnlyList<BigInteger> Table(string name) => terms.Tables.GetValueOrDefault(name, []);
    }

    /// <summary>What it counts as collateral of an account in this category.</summary>
    public (BigInteger ThresholdBps, BigInteger LtvBps) RatiosOf(BigInteger category) =>
        Categories.TryGetValue(category, out (BigInteger, BigInteger) ratios) ? ratios : (ThresholdBps, LtvBps);
}
