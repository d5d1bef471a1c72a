using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>
/// A quick lower bound of contributions to the maintenance line. It decides nothing but this: where the bounds of an account sum to zero or more, the
/// account is not liquidatable, and nobody needs to work out its figures. Never above the exact contribution; at most a few units below it where amounts
/// are ordinary.
/// </summary>
/// <remarks>
/// A contribution is concave in the size, so it is the least of straight lines, floored: with the magnitude |s| of the size,
/// |s| x X + K, one line for each bracket and for gains counted whole and by weight. The slope X depends on the market alone and K on the holding and the
/// brackets alone. Where |s| does not reach a bracket, the line of that bracket is not below the line of the one before, so it can be left out.
/// All figures fit 64 bits, in units that are powers of two of the smallest ones, each rounded to the worse side; what does not fit has no bound.
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

    private readonly Line[] _long;
    private readonly Line[] _short;
    private readonly int _shift;
    private readonly long _magnitudeMax;

    private LinearScreen(Line[] forLongs, Line[] forShorts, int shift)
    {
        _long = forLongs;
        _short = forShorts;
        _shift = shift;
        long bits = forLongs.Concat(forShorts).Max(line => ((BigInteger)line.Slope).GetBitLength());
        _magnitudeMax = 1L << (int)Math.Min(MagnitudeBits, AmountBits + shift - bits);
    }

    /// <summary>The screen of an instrument at one frame; null without a price, or where amounts are too long for it.</summary>
    public static LinearScreen? Create(LinearInstrument instrument, MarketValues values)
    {
        BigInteger? fixedPrice = instrument.FixedPrice;
        if ((fixedPrice ?? values.PriceLow) is not { } low || (fixedPrice ?? values.PriceHigh) is not { } high || (fixedPrice ?? values.Price) is null)
        {
            return null;
        }

        List<Slope> longs = [], shorts = [];
        BigInteger denominator = instrument.ValueDivisor * LinearRule.PpmOne << MoneyShift(instrument);
        if (instrument is LinearAsset asset)
        {
            denominator *= MarketValues.IndexOne;
            longs.Add(new(values.DepositIndex * low * asset.WeightMaintenancePpm, 0, 0, IsWeighted: false));
            shorts.Add(new(-values.BorrowIndex * high * asset.LiabilityWeightMaintenancePpm, 0, 0, IsWeighted: false));
        }
        else
        {
            Add((LinearPerpetual)instrument, low, values.FundingIndex, longs);
            Add((LinearPerpetual)instrument, -high, -values.FundingIndex, shorts);
        }

        BigInteger scale = instrument.ValueScale << SizeShift(instrument);
        BigInteger steepest = longs.Concat(shorts).Max(slope => BigInteger.Abs(slope.Numerator)) * scale;
        int shift = (int)Math.Min(63, SlopeBits - 1 - steepest.GetBitLength() + denominator.GetBitLength());
        bool isCut = SizeShift(instrument) > 0;
        return shift >= SlopeBits - AmountBits && Cut(longs, scale, denominator, shift, isCut) is { } forLongs
            && Cut(shorts, scale, denominator, shift, isCut) is { } forShorts
            ? new LinearScreen(forLongs, forShorts, shift)
            : null;
    }

    /// <summary>A lower bound of what a holding contributes, in a unit that is the same for the whole venue; false where there is none.</summary>
    public bool TryBound(in LinearScreenHolding holding, out long bound)
    {
        bound = long.MaxValue;
        long magnitude = holding.Size ^ (holding.Size >> 63);
        if (magnitude >= _magnitudeMax)
        {
            return false;
        }

        foreach (ref readonly Line line in (holding.Size < 0 ? _short : _long).AsSpan())
        {
            if (magnitude < line.From)
            {
                break;
            }

            long high = Math.BigMul(magnitude + line.Excess, line.Slope, out long low);

            // The product is shorter than 54 bits after the shift, like each of the other parts, so nothing overflows.
            long product = (high << (64 - _shift)) | (low >>> _shift);
            bound = Math.Min(bound, unchecked(product + line.Constant + (line.IsWeighted ? holding.WeightedRest : holding.Rest)));
        }

        return true;
    }

    /// <summary>Binary places that sizes are cut by.</summary>
    public static int SizeShift(LinearInstrument instrument) => Shift(instrument.Terms.SizeExponent, SizeUnitBits);

    /// <summary>Binary places that money is cut by.</summary>
    public static int MoneyShift(LinearInstrument instrument) => Shift(instrument.NumeraireExponent, MoneyUnitBits);

    private static int Shift(int exponent, int bits) => Math.Max(0, (-exponent * 10 / 3) - bits);

    /// <summary>Slopes of one side over divisor x 10^6: w x (P - F) - P x (r + fee); price and funding come with the sign of the side.</summary>
    private static void Add(LinearPerpetual perpetual, BigInteger price, BigInteger funding, List<Slope> slopes)
    {
        LinearBrackets brackets = perpetual.Brackets;
        var notional = BigInteger.Abs(price);
        for (int j = 0; j < brackets.LowerBound.Count; j++)
        {
            BigInteger required = notional * (brackets.MaintenancePpm[j] + perpetual.LiquidationFeePpm);
            BigInteger constant = ExactMath.DivideFloor(brackets.MaintenanceDeductions[j], (BigInteger)LinearRule.PpmOne << MoneyShift(perpetual));
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

    private static Line[]? Cut(List<Slope> slopes, BigInteger scale, BigInteger denominator, int shift, bool isCut)
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
            lines[i] = new(cut, (long)slope.Constant, from, cut < 0 && isCut ? 1 : 0, slope.IsWeighted);
        }

        return lines;
    }

    private readonly record struct Slope(BigInteger Numerator, BigInteger Constant, BigInteger From, bool IsWeighted);

    /// <param name="From">Least magnitude at which the line may be the least one, rounded down.</param>
    /// <param name="Excess">What a magnitude that was rounded down may lack, where more of it is worse.</param>
    private readonly record struct Line(long Slope, long Constant, long From, int Excess, bool IsWeighted);
}

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
            BigInteger divisor = perpetual.ValueDivisor << LinearScreen.MoneyShift(instrument);
            rest = ExactMath.DivideFloor(exact, divisor);
            bool isWhole = perpetual.GainWeightPpm == LinearRule.PpmOne;
            weighted = isWhole ? rest : ExactMath.DivideFloor(exact * perpetual.GainWeightPpm, divisor * LinearRule.PpmOne);
        }

        BigInteger magnitude = BigInteger.Abs(size) >> LinearScreen.SizeShift(instrument);
        bool fits = magnitude <= long.MaxValue && rest.GetBitLength() <= LinearScreen.AmountBits && weighted.GetBitLength() <= LinearScreen.AmountBits;
        return fits ? new((long)(size.Sign < 0 ? -magnitude - 1 : magnitude), (long)rest, (long)weighted) : null;
    }
}
