using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Reference;

/// <summary>
/// The rule set <c>linear</c>, transcribed from its page: each holding's contributions, rounded once and against the account, and what
/// follows from their sums. Tests derive from it to make a rule set that is wrong in one place.
/// </summary>
internal class LinearByTheBook : RuleBook
{
    public const string Name = "linear";

    private static readonly BigInteger One = 1_000_000;

    public override string RuleSet => Name;

    public override BookTerms Read(VenueTerms venue, InstrumentTerms terms, MarketValues values) => LinearTermsByTheBook.Of(venue, terms, values);

    /// <summary>Full figures: each holding's share, and the sums. Attributes mean nothing.</summary>
    public override Assessment Assess(
        VenueTerms venue, IReadOnlyList<KeyValuePair<string, BigInteger>>? attributes, IReadOnlyList<BookHolding> holdings)
    {
        BigInteger equity = 0, initial = 0, maintenance = 0, exitBuffer = ExitBuffer(venue);
        bool hasExposure = false, hasClosable = false;
        var shares = new List<HoldingAssessment>(holdings.Count);
        foreach ((string instrument, BookTerms read, Holding holding) in holdings)
        {
            var terms = (LinearTermsByTheBook)read;
            var one = new HoldingAssessment(
                instrument,
                holding.Size,
                terms.IsPriced ? PriceOf(terms, holding) : null,
                Value(terms, holding),
                Contribution(MarginLine.Initial, terms, holding),
                Contribution(MarginLine.Maintenance, terms, holding));
            shares.Add(one);
            equity += one.Value;
            initial += one.Initial;
            maintenance += one.Maintenance;
            hasExposure |= IsExposure(terms, holding);
            hasClosable |= IsClosable(terms, holding);
        }

        return new(equity, initial, maintenance, exitBuffer, hasExposure, hasClosable, shares)
        {
            IsLiquidatable = IsLiquidatable(hasExposure, maintenance),
            IsOut = IsOut(hasExposure, maintenance, exitBuffer),
        };
    }

    /// <summary>A holding's contribution to a line.</summary>
    public BigInteger Contribution(MarginLine line, LinearTermsByTheBook terms, Holding holding) => terms switch
    {
        AssetTerms asset when holding.Size.Sign > 0 =>
            FloorTimes(holding.Size, line == MarginLine.Initial ? asset.DepositInitial : asset.DepositMaintenance),
        AssetTerms asset when holding.Size.Sign < 0 =>
            -CeilingTimes(-holding.Size, line == MarginLine.Initial ? asset.DebtInitial : asset.DebtMaintenance),
        PerpetualTerms perpetual => PerpetualContribution(line, perpetual, holding),
        _ => BigInteger.Zero,
    };

    /// <summary>A holding's contribution to equity: the same at weight one and the plain price.</summary>
    public BigInteger Value(LinearTermsByTheBook terms, Holding holding) => terms switch
    {
        AssetTerms asset when holding.Size.Sign > 0 => FloorTimes(holding.Size, asset.DepositValue),
        AssetTerms asset when holding.Size.Sign < 0 => -CeilingTimes(-holding.Size, asset.DebtValue),
        PerpetualTerms perpetual => Floor(Gain(perpetual, perpetual.Value, holding), perpetual.Denominator),
        _ => BigInteger.Zero,
    };

    /// <summary>The price a holding counts with on the lines: the high one where it is owed or short, else the low one.</summary>
    public static BigInteger PriceOf(LinearTermsByTheBook terms, Holding holding) =>
        holding.Size.Sign < 0 ? terms.PriceHigh : terms.PriceLow;

    /// <summary>Whether a holding is a debt or a position.</summary>
    public static bool IsExposure(LinearTermsByTheBook terms, Holding holding) =>
        terms is PerpetualTerms ? !holding.Size.IsZero : holding.Size.Sign < 0;

    /// <summary>Whether a holding is a position to close or an asset to seize.</summary>
    public static bool IsClosable(LinearTermsByTheBook terms, Holding holding) =>
        terms is PerpetualTerms ? !holding.Size.IsZero : holding.Size.Sign > 0;

    /// <summary>The maintenance surplus at which an account leaves liquidation.</summary>
    public virtual BigInteger ExitBuffer(VenueTerms venue) => venue.Parameters.GetValueOrDefault("exitBuffer", BigInteger.Zero);

    public virtual bool IsLiquidatable(bool hasExposure, BigInteger maintenanceSurplus) => hasExposure && maintenanceSurplus < 0;

    public virtual bool IsOut(bool hasExposure, BigInteger maintenanceSurplus, BigInteger exitBuffer) =>
        !hasExposure || maintenanceSurplus >= exitBuffer;

    /// <summary>Rounds towards minus infinity: what the account has never grows by rounding. The denominator is positive.</summary>
    protected virtual BigInteger Floor(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Rounds towards plus infinity: what the account owes never shrinks by rounding. The denominator is positive.</summary>
    protected virtual BigInteger Ceiling(BigInteger numerator, BigInteger denominator)
    {
        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger remainder);
        return remainder.Sign > 0 ? quotient + 1 : quotient;
    }

    /// <summary>floor( g(size x P - cost - size x (F - F_settled)) - M(|size| x P) ).</summary>
    protected virtual BigInteger PerpetualContribution(MarginLine line, PerpetualTerms terms, Holding holding)
    {
        BigInteger value = holding.Size.Sign < 0 ? terms.ValueHigh : terms.ValueLow;
        BigInteger gain = Gain(terms, value, holding);
        BigInteger weighted = Weighted(terms, gain);
        BigInteger required = Required(line == MarginLine.Initial ? terms.Initial : terms.Maintenance, BigInteger.Abs(holding.Size) * value);
        return Floor(weighted - required, terms.DenominatorPpm);
    }

    /// <summary>size x P - cost - size x (F - F_settled), over the instrument's denominator.</summary>
    protected virtual BigInteger Gain(PerpetualTerms terms, BigInteger value, Holding holding) =>
        holding.Size * (value - (terms.Funding - holding.SettledIndex * terms.Unit)) - holding.Cost * terms.Denominator;

    /// <summary>g: a loss counts whole, a gain by its weight; over the denominator of a line.</summary>
    protected virtual BigInteger Weighted(PerpetualTerms terms, BigInteger gain) => gain * (gain.Sign < 0 ? One : terms.GainPpm);

    /// <summary>M(n) = n x (r_j + fee) - D_j, with j the highest bracket whose lower bound is not above n; over the denominator of a line.</summary>
    protected virtual BigInteger Required(IReadOnlyList<BracketByTheBook> brackets, BigInteger notional)
    {
        int j = brackets.Count - 1;
        while (j > 0 && brackets[j].LowerBound > notional)
        {
            j--;
        }

        return notional * brackets[j].RatePpm - brackets[j].Deduction;
    }

    private BigInteger FloorTimes(BigInteger size, Rational each) => Floor(size * each.Numerator, each.Denominator);

    private BigInteger CeilingTimes(BigInteger size, Rational each) => Ceiling(size * each.Numerator, each.Denominator);
}
