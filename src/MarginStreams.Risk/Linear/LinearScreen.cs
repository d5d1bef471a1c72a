using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>
/// The screen of one side of an instrument. The maintenance contribution is the least of one line for each bracket, and for a gain counted whole and by weight:
/// it is concave, and where a magnitude does not reach a bracket, the line of that bracket is not below the line of the one before.
/// </summary>
internal sealed class LinearScreen : Screen
{
    /// <summary>Bits that the longest slope and the cut price have when a shape is made: room to grow before the next one.</summary>
    private const int SlopeBitsAtFirst = 56, PriceBitsAtFirst = 56;

    /// <summary>A slope shorter than this has lost its precision.</summary>
    private const int SlopeBitsLeast = 36;

    private readonly LinearInstrument _instrument;
    private readonly bool _isShort;
    private readonly Part[] _parts;
    private int _priceShift;
    private BigInteger _index;
    private bool _isShaped;

    public LinearScreen(LinearInstrument instrument, bool isShort)
        : base(instrument.Terms, ScreenUnits.MoneyShift(instrument.NumeraireExponent), CountOf(instrument))
    {
        _instrument = instrument;
        _isShort = isShort;
        _parts = new Part[Lines.Length];
        if (instrument is LinearPerpetual perpetual)
        {
            Fill(perpetual);
        }
        else
        {
            Fill((LinearAsset)instrument);
        }
    }

    /// <inheritdoc/>
    public override bool TryPrincipal(MarketValues values, out long principal)
    {
        principal = 0;
        BigInteger? end = _instrument.FixedPrice ?? (PrincipalLine == 0 ? values.Price : _isShort ? values.PriceHigh : values.PriceLow);
        BigInteger index = _instrument is LinearPerpetual ? MarketValues.IndexOne : _isShort ? values.BorrowIndex : values.DepositIndex;
        BigInteger funding = _instrument is LinearPerpetual ? values.FundingIndex : BigInteger.Zero;
        if (!_isShaped || index != _index || end is not { } price || !Fits(price >> _priceShift) || !Fits(funding))
        {
            return false;
        }

        ref readonly Part part = ref _parts[PrincipalLine];
        bool told = part.Price.TryTimes((long)(price >> _priceShift), out long slope) & part.Funding.TryTimes((long)funding, out long funded);
        principal = told ? slope + funded - (SlopeError / 2) : 0;
        return told;
    }

    private protected override bool TryUpdate(MarketValues values)
    {
        BigInteger? fixedPrice = _instrument.FixedPrice;
        BigInteger? ends = fixedPrice ?? (_isShort ? values.PriceHigh : values.PriceLow);
        if ((fixedPrice ?? values.Price) is not { } price || ends is not { } end)
        {
            return false;
        }

        BigInteger index = _instrument is LinearPerpetual ? MarketValues.IndexOne : _isShort ? values.BorrowIndex : values.DepositIndex;
        BigInteger funding = _instrument is LinearPerpetual ? values.FundingIndex : BigInteger.Zero;
        if (_isShaped && index != _index && !TryRescale(index))
        {
            return false;
        }

        return (_isShaped && TrySlopes(price, end, funding)) || (TryShape(price, end, funding, index) && TrySlopes(price, end, funding));
    }

    private static int CountOf(LinearInstrument instrument) => instrument is LinearPerpetual perpetual
        ? perpetual.Brackets.LowerBound.Count * (perpetual.GainWeightPpm == PpmOne ? 1 : 2)
        : 1;

    private void Fill(LinearAsset asset)
    {
        long weight = _isShort ? asset.LiabilityWeightMaintenancePpm : asset.WeightMaintenancePpm;
        long sign = _isShort ? -1 : 1;
        _parts[0] = new Part { PricePpm = sign * PpmOne };
        _parts[1] = new Part { PricePpm = sign * weight };
        PrincipalLine = weight == 0 ? 0 : 1;
        Gradients();
    }

    /// <summary>A long: w (P - F) - P (r + fee) + D; a short: -w (P - F) - P (r + fee) + D.</summary>
    private void Fill(LinearPerpetual perpetual)
    {
        LinearBrackets brackets = perpetual.Brackets;
        long sign = _isShort ? -1 : 1;
        BigInteger unit = (BigInteger)PpmOne << MoneyShift;
        _parts[0] = new Part { PricePpm = sign * PpmOne, FundingPpm = -sign * PpmOne };
        for (int i = 1; i < Lines.Length; i++)
        {
            int bracket = (i - 1) % brackets.LowerBound.Count;
            long weight = i <= brackets.LowerBound.Count ? PpmOne : perpetual.GainWeightPpm;
            long rate = brackets.MaintenancePpm[bracket] + perpetual.LiquidationFeePpm;
            _parts[i] = new Part { PricePpm = (sign * weight) - rate, FundingPpm = -sign * weight };
            BigInteger constant = ExactMath.DivideFloor(brackets.MaintenanceDeductions[bracket], unit);
            _parts[i].IsTooLong = constant.GetBitLength() > AmountBits;
            Lines[i].Constant = _parts[i].IsTooLong ? 0 : (long)constant;
            Lines[i].WeightPpm = weight;
        }

        Gradients();
    }

    private void Gradients()
    {
        long principal = Math.Abs(_parts[PrincipalLine].PricePpm);
        for (int i = 0; i < Lines.Length; i++)
        {
            Lines[i].WeightPpm = Lines[i].WeightPpm == 0 ? PpmOne : Lines[i].WeightPpm;
            Int128 gradient = ((Int128)Math.Abs(_parts[i].PricePpm) << GradientBits) / principal;
            _parts[i].IsTooLong |= gradient > GradientMax;
            Lines[i].Gradient = (long)Int128.Min(gradient, GradientMax);
        }
    }

    /// <summary>Chooses the binary places for the market as it is, and works out the multipliers; false where nothing fits.</summary>
    private bool TryShape(BigInteger price, BigInteger end, BigInteger funding, BigInteger index)
    {
        _isShaped = false;
        Reshape();
        _priceShift = (int)Math.Max(0, BigInteger.Max(price, end).GetBitLength() - PriceBitsAtFirst);
        (BigInteger scale, BigInteger divisor) = Scale(index);
        BigInteger steepest = 0;
        for (int i = 0; i < _parts.Length; i++)
        {
            if (_parts[i].IsTooLong)
            {
                return false;
            }

            BigInteger slope = (BigInteger.Max(price, end) * _parts[i].PricePpm) + (funding * _parts[i].FundingPpm);
            steepest = BigInteger.Max(steepest, BigInteger.Max(BigInteger.Abs(slope), BigInteger.Abs(end * _parts[i].PricePpm)));
        }

        long bits = (steepest * scale).GetBitLength() - divisor.GetBitLength();
        Shift = (int)Math.Clamp(SlopeBitsAtFirst - bits, 0, 62);
        return Shift >= ShiftMin && TryRescale(index);
    }

    /// <summary>Works out the multipliers for an index; within a shape everything else is as it was.</summary>
    private bool TryRescale(BigInteger index)
    {
        (BigInteger scale, BigInteger divisor) = Scale(index);
        foreach (ref Part part in _parts.AsSpan())
        {
            BigInteger numerator = scale << Shift;
            if (!Multiplier.TryCreate(part.PricePpm * numerator << _priceShift, divisor, out part.Price)
                || !Multiplier.TryCreate(part.FundingPpm * numerator, divisor, out part.Funding))
            {
                return false;
            }
        }

        // A product may be off by one and by what its multiplier lacks, a cut price by one unit; to either side, as prices and funding have signs.
        long error = 4;
        foreach (ref readonly Part part in _parts.AsSpan())
        {
            error = Math.Max(error, 4 + part.Price.Error(SlopeBits, _priceShift) + part.Funding.Error(SlopeBits, 0));
        }

        bool settles = Multiplier.TryCreate((_isShort ? -PpmOne : PpmOne) * scale << Shift, divisor, out Multiplier settled);
        if (!_isShaped || 2 * error > SlopeError)
        {
            SlopeError = 2 * error;
            Reshape();
        }

        (SettledFactor, SettledShift) = (settled.Factor, settled.Shift);
        _index = index;
        _isShaped = settles && error < 1L << 40;
        return _isShaped;
    }

    private (BigInteger Scale, BigInteger Divisor) Scale(BigInteger index) => (
        _instrument.ValueScale * index << SizeShift,
        _instrument.ValueDivisor * PpmOne * MarketValues.IndexOne << MoneyShift);

    private bool TrySlopes(BigInteger price, BigInteger end, BigInteger funding)
    {
        BigInteger cutPrice = _priceShift == 0 ? price : price >> _priceShift;
        BigInteger cutEnd = _priceShift == 0 ? end : end >> _priceShift;
        if (!Fits(cutPrice) || !Fits(cutEnd) || !Fits(funding))
        {
            return false;
        }

        (long plain, long own, long paid) = ((long)cutPrice, (long)cutEnd, (long)funding);
        bool precise = false;
        for (int i = 0; i < _parts.Length; i++)
        {
            ref readonly Part part = ref _parts[i];
            if (!part.Price.TryTimes(i == 0 ? plain : own, out long slope) || !part.Funding.TryTimes(paid, out long funded))
            {
                return false;
            }

            slope += funded - (SlopeError / 2);
            precise |= Math.Abs(slope) >> SlopeBitsLeast != 0 || Shift == 62 || own == 0;
            Lines[i].Slope = slope;
        }

        return precise;
    }

    private static bool Fits(BigInteger value) => value.GetBitLength() <= SlopeBits;

    /// <summary>What makes the slope of a line: price x ppm + funding x ppm, scaled.</summary>
    private struct Part
    {
        public long PricePpm, FundingPpm;
        public Multiplier Price, Funding;
        public bool IsTooLong;
    }
}
