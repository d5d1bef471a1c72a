using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>
/// Quick bounds of contributions. They decide nothing but that nothing changes: where the lower bounds of an account on the maintenance line sum to zero or
/// more, it is not liquidatable, and nobody needs to work out its figures. Never on the wrong side of the exact contribution; at most a few units off it
/// where amounts are ordinary.
/// </summary>
/// <remarks>
/// A contribution is concave in the size, so it is the least of straight lines, floored: with the magnitude |s| of the size,
/// |s| x X + K, one line for each bracket and for gains counted whole and by weight. The slope X depends on the market alone and K on the holding and the
/// brackets alone. Where |s| does not reach a bracket, the line of that bracket is not below the line of the one before, so it can be left out.
/// The equity is one line. All figures fit 64 bits, in units that are powers of two of the smallest ones, each rounded to the safe side; what does not fit
/// has no bound.
/// </remarks>
public sealed class LinearScreen
{
    /// <summary>Most bounds that may be added up: the sum fits 64 bits.</summary>
    public const int HoldingsMax = 100;

    /// <summary>Longest part of a bound, bits.</summary>
    internal const int AmountBits = 54;

    private const int SlopeBits = 61;
    private const int MagnitudeBits = 62;

    /// <summary>Bits that a whole unit of a size, or of the numeraire, has at least where its exponent allows.</summary>
    private const int SizeUnitBits = 27, MoneyUnitBits = 20;

    /// <summary>The line of the equity, then those of the maintenance line.</summary>
    private readonly Line[] _long;
    private readonly Line[] _short;
    private readonly int _shift;

    /// <summary>How much a magnitude may lack that was rounded down.</summary>
    private readonly int _excess;
    private readonly long _magnitudeMax;

    private LinearScreen(Line[] forLongs, Line[] forShorts, int shift, int excess)
    {
        _long = forLongs;
        _short = forShorts;
        _shift = shift;
        _excess = excess;
        long bits = forLongs.Concat(forShorts).Max(line => ((BigInteger)line.Slope).GetBitLength());
        _magnitudeMax = 1L << (int)Math.Min(MagnitudeBits, AmountBits + shift - bits);
    }

    /// <summary>The screen of an instrument at one frame; null without a price, or where amounts are too long for it.</summary>
    public static LinearScreen? Create(LinearInstrument instrument, MarketValues values)
    {
        BigInteger? fixedPrice = instrument.FixedPrice;
        if ((fixedPrice ?? values.PriceLow) is not { } low || (fixedPrice ?? values.PriceHigh) is not { } high
            || (fixedPrice ?? values.Price) is not { } price)
        {
            return null;
        }

        List<Slope> longs = [], shorts = [];
        BigInteger denominator = instrument.ValueDivisor * LinearRule.PpmOne << MoneyShift(instrument.NumeraireExponent);
        if (instrument is LinearAsset asset)
        {
            denominator *= MarketValues.IndexOne;
            longs.Add(Slope.OfEquity(values.DepositIndex * price));
            shorts.Add(Slope.OfEquity(-values.BorrowIndex * price));
            longs.Add(new(values.DepositIndex * low * asset.WeightMaintenancePpm, 0, 0, IsWeighted: false));
            shorts.Add(new(-values.BorrowIndex * high * asset.LiabilityWeightMaintenancePpm, 0, 0, IsWeighted: false));
        }
        else
        {
            longs.Add(Slope.OfEquity(price - values.FundingIndex));
            shorts.Add(Slope.OfEquity(values.FundingIndex - price));
            Add((LinearPerpetual)instrument, low, values.FundingIndex, longs);
            Add((LinearPerpetual)instrument, -high, -values.FundingIndex, shorts);
        }

        BigInteger scale = instrument.ValueScale << SizeShift(instrument);
        BigInteger steepest = longs.Concat(shorts).Max(slope => BigInteger.Abs(slope.Numerator)) * scale;
        int shift = (int)Math.Min(63, SlopeBits - 1 - steepest.GetBitLength() + denominator.GetBitLength());
        int excess = SizeShift(instrument) > 0 ? 1 : 0;
        return shift >= SlopeBits - AmountBits && Cut(longs, scale, denominator, shift) is { } forLongs
            && Cut(shorts, scale, denominator, shift) is { } forShorts
            ? new LinearScreen(forLongs, forShorts, shift, excess)
            : null;
    }

    /// <summary>
    /// A lower bound of what a holding contributes to the maintenance line, in a unit that is the same for the whole venue; false where there is none.
    /// </summary>
    public bool TryBound(in LinearScreenHolding holding, out long bound)
    {
        bound = long.MaxValue;
        long magnitude = holding.Size ^ (holding.Size >> 63);
        if (magnitude >= _magnitudeMax)
        {
            return false;
        }

        foreach (ref readonly Line line in (holding.Size < 0 ? _short : _long).AsSpan(1))
        {
            if (magnitude < line.From)
            {
                break;
            }

            bound = Math.Min(bound, Least(line, magnitude, holding));
        }

        return true;
    }

    /// <summary>The other bounds of what a holding contributes, in the same unit; false where there are none.</summary>
    public bool TryBounds(in LinearScreenHolding holding, out LinearScreenBounds bounds)
    {
        long magnitude = holding.Size ^ (holding.Size >> 63);
        Line[] lines = holding.Size < 0 ? _short : _long;
        bounds = default;
        if (magnitude >= _magnitudeMax)
        {
            return false;
        }

        // Each line alone is not below the least of them.
        long maintenance = long.MaxValue;
        for (int i = 1; i < lines.Length && magnitude >= lines[i].From; i++)
        {
            maintenance = Math.Min(maintenance, Most(lines[i], magnitude, holding));
        }

        bounds = new(maintenance, Least(lines[0], magnitude, holding), Most(lines[0], magnitude, holding));
        return true;
    }

    /// <summary>Binary places that sizes are cut by.</summary>
    public static int SizeShift(LinearInstrument instrument) => Shift(instrument.Terms.SizeExponent, SizeUnitBits);

    /// <summary>Binary places that money is cut by.</summary>
    public static int MoneyShift(int numeraireExponent) => Shift(numeraireExponent, MoneyUnitBits);

    private static int Shift(int exponent, int bits) => Math.Max(0, (-exponent * 10 / 3) - bits);

    private long Least(in Line line, long magnitude, in LinearScreenHolding holding) => unchecked(
        Product(magnitude + (line.Slope < 0 ? _excess : 0), line.Slope) + line.Constant + (line.IsWeighted ? holding.WeightedRest : holding.Rest));

    /// <summary>One more for each of the three parts, as all were rounded down.</summary>
    private long Most(in Line line, long magnitude, in LinearScreenHolding holding) => unchecked(
        Product(magnitude + (line.Slope < 0 ? 0 : _excess), line.Slope + 1) + line.Constant + (line.IsWeighted ? holding.WeightedRest : holding.Rest) + 3);

    /// <summary>The product, floored, is shorter than 55 bits after the shift, like each of the other parts of a line, so nothing overflows.</summary>
    private long Product(long magnitude, long slope)
    {
        long high = Math.BigMul(magnitude, slope, out long low);
        return (high << (64 - _shift)) | (low >>> _shift);
    }

    /// <summary>Slopes of one side over divisor x 10^6: w x (P - F) - P x (r + fee); price and funding come with the sign of the side.</summary>
    private static void Add(LinearPerpetual perpetual, BigInteger price, BigInteger funding, List<Slope> slopes)
    {
        LinearBrackets brackets = perpetual.Brackets;
        var notional = BigInteger.Abs(price);
        BigInteger unit = (BigInteger)LinearRule.PpmOne << MoneyShift(perpetual.NumeraireExponent);
        for (int j = 0; j < brackets.LowerBound.Count; j++)
        {
            BigInteger required = notional * (brackets.MaintenancePpm[j] + perpetual.LiquidationFeePpm);
            BigInteger constant = ExactMath.DivideFloor(brackets.MaintenanceDeductions[j], unit);
            BigInteger from = brackets.LowerBound[j].IsZero ? 0
                : notional.IsZero ? long.MaxValue
                : ExactMath.DivideFloor(
                    brackets.LowerBound[j] * perpetual.ValueDivisor, notional * perpetual.ValueScale << SizeShift(perpetual));
            AddOne(LinearRule.PpmOne, isWeighted: false);
            if (perpetual.GainWeightPpm != LinearRule.PpmOne)
            {
                AddOne(perpetual.GainWeightPpm, isWeighted: true);
            }

            void AddOne(long weightPpm, bool isWeighted) =>
                slopes.Add(new(((price - funding) * weightPpm) - required, constant, from, isWeighted));
        }
    }

    private static Line[]? Cut(List<Slope> slopes, BigInteger scale, BigInteger denominator, int shift)
    {
        var lines = new Line[slopes.Count];
        for (int i = 0; i < lines.Length; i++)
        {
            Slope slope = slopes[i];
            if (slope.Constant.GetBitLength() > AmountBits)
            {
                return null;
            }

            long cut = (long)ExactMath.DivideFloor(slope.Numerator * scale << shift, denominator);
            long from = (long)BigInteger.Min(long.MaxValue, slope.From);
            lines[i] = new(cut, (long)slope.Constant, from, slope.IsWeighted);
        }

        return lines;
    }

    private readonly record struct Slope(BigInteger Numerator, BigInteger Constant, BigInteger From, bool IsWeighted)
    {
        public static Slope OfEquity(BigInteger slope) => new(slope * LinearRule.PpmOne, 0, 0, IsWeighted: false);
    }

    /// <param name="From">Least magnitude at which the line may be the least one, rounded down.</param>
    private readonly record struct Line(long Slope, long Constant, long From, bool IsWeighted);
}

/// <summary>Bounds beside the lower one on the maintenance line, in the unit of the screen.</summary>
/// <param name="MaintenanceMost">Not below the contribution to the maintenance line.</param>
/// <param name="EquityLeast">Not above the contribution to the equity.</param>
/// <param name="EquityMost">Not below it.</param>
public readonly record struct LinearScreenBounds(long MaintenanceMost, long EquityLeast, long EquityMost);

/// <summary>A holding as a screen needs it. Good for the terms it was made from.</summary>
/// <param name="Size">|size| in the screen's unit, rounded down; its complement for a short.</param>
/// <param name="Rest">size x F_settled - cost of a perpetual, floored.</param>
/// <param name="WeightedRest">The same times the gain weight, floored.</param>
public readonly record struct LinearScreenHolding(long Size, long Rest, long WeightedRest)
{
    /// <summary>Prepares a holding; null where its amounts are too long.</summary>
    public static LinearScreenHolding? Create(LinearInstrument instrument, BigInteger size, BigInteger cost, BigInteger settledIndex)
    {
        BigInteger rest = 0, weighted = 0;
        if (instrument is LinearPerpetual perpetual)
        {
            BigInteger exact = (size * settledIndex * perpetual.ValueScale) - (cost * perpetual.ValueDivisor);
            BigInteger divisor = perpetual.ValueDivisor << LinearScreen.MoneyShift(instrument.NumeraireExponent);
            rest = ExactMath.DivideFloor(exact, divisor);
            bool isWhole = perpetual.GainWeightPpm == LinearRule.PpmOne;
            weighted = isWhole ? rest : ExactMath.DivideFloor(exact * perpetual.GainWeightPpm, divisor * LinearRule.PpmOne);
        }

        BigInteger magnitude = BigInteger.Abs(size) >> LinearScreen.SizeShift(instrument);
        bool fits = magnitude <= long.MaxValue && rest.GetBitLength() <= LinearScreen.AmountBits && weighted.GetBitLength() <= LinearScreen.AmountBits;
        return fits ? new((long)(size.Sign < 0 ? -magnitude - 1 : magnitude), (long)rest, (long)weighted) : null;
    }
}
