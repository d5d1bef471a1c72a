using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>
/// The screen of one side of a reserve, for one factor class. A contribution is the magnitude times a slope but for the pool's roundings, of which there are
/// three at
/// most: less than one smallest token unit, and less than one smallest unit of the base currency twice.
/// </summary>
/// <remarks>
/// <para>
/// Sizes are cut by 2^c. With k the value of one scaled unit, w the weight and q the value of a smallest token unit by weight, the slope is 2^c k w - q for
/// deposits
/// and -2^c k w - q for debts, and two units of the base currency are taken off. A deposit of magnitude m >= 1 is worth m 2^c k w - q - 2 at least, one of
/// magnitude 0
/// nothing; a debt is less than m + 1 cut units and what the roundings add. So m times the slope, and m + 1 times it for a debt, less two is never above the
/// contribution, whatever the index; with a slope that is raised by more than q it is never below. Hence <see cref="Screen.SlopeError"/> is the largest q of
/// the
/// shape, and a shape ends when the price outgrows it.
/// </para>
/// <para>
/// Bounds are of the exact contributions. The decision divides by a wad, half up: liquidatable is 10^4 debt - weighted > debt / (2 x 10^18), floored. Upper
/// bounds that
/// sum to less than zero are one unit of the screens' money below it at least: 10^4 on the left; the debts, whose bounds were told, are below 2^61: 2 on the
/// right at
/// most. Lower bounds that do not sum to less than zero leave nothing on the left. So both decide rightly.
/// </para>
/// </remarks>
internal sealed class AaveScreen : Screen
{
    /// <summary>Bits of the longest slope when a shape is made, and below which it has lost its precision.</summary>
    private const int SlopeBitsAtFirst = 56, SlopeBitsLeast = 36;

    /// <summary>Sizes are cut as those of a token of at least so many decimals: by 2^16 or more, so that a token unit is little beside a cut unit.</summary>
    private const int DecimalsLeast = 13;

    /// <summary>How much the price may grow within a shape: 2^1 times.</summary>
    private const int RoomBits = 1;

    /// <summary>Roundings in the base currency, each less than its smallest unit.</summary>
    private const int BaseRoundings = 2;

    private readonly AaveInstrument _instrument;
    private readonly bool _isDebt;
    private readonly int[] _weights;
    private readonly BigInteger _valueDivisor, _slopeDivisor;
    private BigInteger _priceMost;
    private bool _isShaped;

    /// <summary>A price is in the base currency's smallest unit, so its exponent is the money's.</summary>
    public AaveScreen(AaveInstrument instrument, int factorClass, bool isDebt)
        : base(Cut(instrument.Terms), ScreenUnits.MoneyShift(instrument.Terms.PriceExponent), maintenanceLines: 1)
    {
        _instrument = instrument;
        _isDebt = isDebt;
        _valueDivisor = instrument.Unit * PercentageMath.One << MoneyShift;
        _slopeDivisor = WadRayMath.Ray * _valueDivisor;
        int weight = isDebt ? PercentageMath.One : instrument.OfFactorClass(factorClass).LiquidationThresholdBps;
        _weights = [PercentageMath.One, weight];
        PrincipalLine = weight == 0 ? 0 : 1;
        for (int i = 0; i < Lines.Length; i++)
        {
            Lines[i].WeightPpm = PpmOne;
            Lines[i].Constant = -Math.Max(1, BaseRoundings >> MoneyShift);
            Lines[i].Gradient = (long)(((Int128)_weights[i] << GradientBits) / _weights[PrincipalLine]);
        }
    }

    /// <inheritdoc/>
    public override bool TryPrincipal(MarketValues values, out long principal)
    {
        principal = 0;
        if (!_isShaped || values.Price is not { } price || price > _priceMost)
        {
            return false;
        }

        BigInteger slope = Slope(price, IndexOf(values), _weights[PrincipalLine]);
        bool fits = Fits(slope);
        principal = fits ? (long)slope : 0;
        return fits;
    }

    private protected override bool TryUpdate(MarketValues values)
    {
        if (values.Price is not { } price)
        {
            return false;
        }

        BigInteger index = IndexOf(values);
        return (_isShaped && price <= _priceMost && TrySlopes(price, index)) || (TryShape(price, index) && TrySlopes(price, index));
    }

    private static InstrumentTerms Cut(InstrumentTerms terms) => terms with { SizeExponent = Math.Min(terms.SizeExponent, -DecimalsLeast) };

    /// <summary>Chooses the binary places for the market as it is; false where nothing fits.</summary>
    private bool TryShape(BigInteger price, BigInteger index)
    {
        _isShaped = false;
        Reshape();
        Shift = (int)Math.Clamp(SlopeBitsAtFirst - (Exact(price, index, PercentageMath.One).GetBitLength() - _slopeDivisor.GetBitLength()), 0, 62);
        _priceMost = BigInteger.Max(price, BigInteger.One) << RoomBits;
        BigInteger error = Loss(_priceMost, PercentageMath.One) + 2;
        if (Shift < ShiftMin || error.GetBitLength() >= SlopeBits)
        {
            return false;
        }

        SlopeError = (long)error;
        _isShaped = true;
        return true;
    }

    private bool TrySlopes(BigInteger price, BigInteger index)
    {
        bool precise = Shift == 62 || price.IsZero;
        for (int i = 0; i < Lines.Length; i++)
        {
            BigInteger slope = Slope(price, index, _weights[i]);
            if (!Fits(slope))
            {
                return false;
            }

            Lines[i].Slope = (long)slope;
            precise |= Math.Abs(Lines[i].Slope) >> SlopeBitsLeast != 0;
        }

        return precise;
    }

    private BigInteger IndexOf(MarketValues values) => _isDebt ? values.BorrowIndex : values.DepositIndex;

    private static bool Fits(BigInteger slope) => slope.GetBitLength() <= SlopeBits;

    /// <summary>The slope of the lower bound: both parts are rounded down.</summary>
    private BigInteger Slope(BigInteger price, BigInteger index, int weightBps)
    {
        BigInteger exact = Exact(price, index, weightBps) << Shift;
        return ExactMath.DivideFloor(_isDebt ? -exact : exact, _slopeDivisor) - Loss(price, weightBps);
    }

    /// <summary>Money of a cut unit of size, by weight, over the divisor: index x price x weight x 2^c / (10^27 x unit x 10^4 x 2^money).</summary>
    private BigInteger Exact(BigInteger price, BigInteger index, int weightBps) => index * price * weightBps << SizeShift;

    /// <summary>Value of a smallest token unit by weight, in units of a slope, up.</summary>
    private BigInteger Loss(BigInteger price, int weightBps) => ExactMath.DivideCeiling(price * weightBps << Shift, _valueDivisor);
}
