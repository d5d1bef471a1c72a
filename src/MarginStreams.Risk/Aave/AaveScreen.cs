using System.Numerics;

namespace MarginStreams.Risk.Aave;

/// <summary>
/// The screen of one side of a reserve, for one factor class. A contribution is the magnitude times a slope but for the pool's roundings, of which there are three at
/// most: less than one smallest token unit, and less than one smallest unit of the base currency twice.
/// </summary>
/// <remarks>
/// <para>
/// Sizes are cut by 2^c. With k the value of one scaled unit, w the weight and q the value of a smallest token unit by weight, a slope is 2^c k w - loss for deposits
/// and -2^c k w - loss for debts, loss = q + 2. A deposit of magnitude m >= 1 is worth at least m 2^c k w - loss, one of magnitude 0 at least nothing; a debt is less than
/// m + 1 cut units and loses at most one loss. So m times the slope, and m + 1 times it for debts, is never above the contribution, whatever the index; and
/// with a slope raised by more than the loss, the bound above is never below it. Hence <see cref="Screen.SlopeError"/> is the largest loss of the shape, and a shape ends when the price
/// outgrows it.
/// </para>
/// <para>
/// Bounds are of the exact contributions. The decision divides by a wad, half up: liquidatable is 10^4 debt - weighted > debt / (2 x 10^18), floored. A sum of upper bounds below
/// zero is at least one unit of the screens' money below, 10^4 times that on the left, and debts whose bounds were told are below 2^61 of it: 2 on the right at most. A sum of lower bounds
/// that is not negative leaves nothing on the left. So both sides decide rightly.
/// </para>
/// </remarks>
internal sealed class AaveScreen : Screen
{
    /// <summary>Bits of the longest slope when a shape is made, and below which it has lost its precision.</summary>
    private const int SlopeBitsAtFirst = 56, SlopeBitsLeast = 36;

    /// <summary>Sizes are cut as those of a token of at least so many decimals, so that the loss of a token unit is little beside a cut unit.</summary>
    private const int DecimalsLeast = 12;

    /// <summary>How much the price may grow within a shape: 2^2 times.</summary>
    private const int RoomBits = 2;

    private readonly AaveInstrument _instrument;
    private readonly int[] _weights;
    private BigInteger _priceMost;
    private bool _isShaped;

    /// <summary>A price is in the base currency's smallest unit, so its exponent is the money's.</summary>
    public AaveScreen(AaveInstrument instrument, int factorClass)
        : base(Cut(instrument.Terms), ScreenUnits.MoneyShift(instrument.Terms.PriceExponent), maintenanceLines: 1)
    {
        _instrument = instrument;
        int weight = instrument.OfFactorClass(factorClass)?.LiquidationThresholdBps ?? PercentageMath.One;
        _weights = [PercentageMath.One, weight];
        PrincipalLine = weight == 0 ? 0 : 1;
        for (int i = 0; i < Lines.Length; i++)
        {
            Lines[i].WeightPpm = PpmOne;
            Lines[i].Gradient = (long)(((Int128)_weights[i] << GradientBits) / _weights[PrincipalLine]);
        }
    }

    private protected override bool TryUpdate(MarketValues values)
    {
        if (values.Price is not { } price)
        {
            return false;
        }

        BigInteger index = _instrument.IsDebt ? values.BorrowIndex : values.DepositIndex;
        return (_isShaped && price <= _priceMost && TrySlopes(price, index)) || (TryShape(price, index) && TrySlopes(price, index));
    }

    private static InstrumentTerms Cut(InstrumentTerms terms) => terms with { SizeExponent = Math.Min(terms.SizeExponent, -DecimalsLeast) };

    /// <summary>Chooses the binary places for the market as it is; false where nothing fits.</summary>
    private bool TryShape(BigInteger price, BigInteger index)
    {
        _isShaped = false;
        Reshape();
        (BigInteger numerator, BigInteger denominator) = Slope(price, index, PercentageMath.One, 0);
        Shift = (int)Math.Clamp(SlopeBitsAtFirst - (numerator.GetBitLength() - denominator.GetBitLength()), 0, 62);
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
            (BigInteger numerator, BigInteger denominator) = Slope(price, index, _weights[i], Shift);

            // Down: the slope is that of the lower bound.
            BigInteger slope = ExactMath.DivideFloor(_instrument.IsDebt ? -numerator : numerator, denominator) - Loss(price, _weights[i]);
            if (slope.GetBitLength() > SlopeBits)
            {
                return false;
            }

            Lines[i].Slope = (long)slope;
            precise |= Math.Abs(Lines[i].Slope) >> SlopeBitsLeast != 0;
        }

        return precise;
    }

    /// <summary>Money of a cut unit of size, by weight, times 2^shift: index x price x weight x 2^c / (10^27 x unit x 10^4 x 2^money).</summary>
    private (BigInteger Numerator, BigInteger Denominator) Slope(BigInteger price, BigInteger index, int weightBps, int shift) => (
        index * price * weightBps << (SizeShift + shift),
        WadRayMath.Ray * _instrument.Unit * PercentageMath.One << MoneyShift);

    /// <summary>Value of a smallest token unit by weight, and two units of the base currency, in units of a slope, up.</summary>
    private BigInteger Loss(BigInteger price, int weightBps) => ExactMath.DivideCeiling(
        (price * weightBps) + (2 * _instrument.Unit * PercentageMath.One) << Shift, _instrument.Unit * PercentageMath.One << MoneyShift);
}
