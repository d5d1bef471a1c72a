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
/// brackets alone. Slopes and magnitudes are cut to 62 bits, each rounded to the worse side.
/// </remarks>
public sealed class LinearScreen
{
    /// <summary>Bits of a slope and of a magnitude: their product fits 128.</summary>
    internal const int Bits = 62;

    /// <summary>Longest amount that takes part, bits: an account's sum cannot overflow.</summary>
    internal const int AmountBits = 100;

    private readonly Line[] _long;
    private readonly Line[] _short;
    private readonly int _shift;

    private LinearScreen(Line[] forLongs, Line[] forShorts, int shift)
    {
        _long = forLongs;
        _short = forShorts;
        _shift = shift;
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
        BigInteger denominator = instrument.ValueDivisor * LinearRule.PpmOne;
        if (instrument is LinearAsset asset)
        {
            denominator *= MarketValues.IndexOne;
            longs.Add(new(instrument.ValueScale * values.DepositIndex * low * asset.WeightMaintenancePpm, 0, IsWeighted: false));
            shorts.Add(new(-instrument.ValueScale * values.BorrowIndex * high * asset.LiabilityWeightMaintenancePpm, 0, IsWeighted: false));
        }
        else
        {
            Add((LinearPerpetual)instrument, low, values.FundingIndex, longs);
            Add((LinearPerpetual)instrument, -high, -values.FundingIndex, shorts);
        }

        long length = longs.Concat(shorts).Max(slope => BigInteger.Abs(slope.Numerator).GetBitLength());
        int shift = (int)(Bits - 1 - length + denominator.GetBitLength());
        return Cut(longs, denominator, shift) is { } forLongs && Cut(shorts, denominator, shift) is { } forShorts
            ? new LinearScreen(forLongs, forShorts, shift)
            : null;
    }

    /// <summary>A lower bound of what a holding contributes, numeraire's smallest unit; false where there is none.</summary>
    public bool TryBound(in LinearScreenHolding holding, out Int128 bound)
    {
        int shift = _shift - holding.Shift;
        bound = Int128.MaxValue;
        if (shift < (2 * Bits) - AmountBits)
        {
            return false;
        }

        shift = Math.Min(shift, (2 * Bits) + 1);
        foreach (ref readonly Line line in (holding.IsShort ? _short : _long).AsSpan())
        {
            long magnitude = line.Slope >= 0 ? holding.MagnitudeLeast : holding.MagnitudeMost;

            // Each part is short enough that the sum cannot overflow.
            Int128 rest = line.IsWeighted ? holding.WeightedRest : holding.Rest;
            Int128 value = unchecked((Math.BigMul(magnitude, line.Slope) >> shift) + line.Constant + rest);
            bound = value < bound ? value : bound;
        }

        return true;
    }

    /// <summary>Slopes of one side over divisor x 10^6: w x (P - F) - P x (r + fee); price and funding come with the sign of the side.</summary>
    private static void Add(LinearPerpetual perpetual, BigInteger price, BigInteger funding, List<Slope> slopes)
    {
        LinearBrackets brackets = perpetual.Brackets;
        for (int j = 0; j < brackets.LowerBound.Count; j++)
        {
            BigInteger required = BigInteger.Abs(price) * (brackets.MaintenancePpm[j] + perpetual.LiquidationFeePpm);
            BigInteger constant = ExactMath.DivideFloor(brackets.MaintenanceDeductions[j], LinearRule.PpmOne);
            AddOne(LinearRule.PpmOne, isWeighted: false);
            if (perpetual.GainWeightPpm != LinearRule.PpmOne)
            {
                AddOne(perpetual.GainWeightPpm, isWeighted: true);
            }

            void AddOne(long weightPpm, bool isWeighted) =>
                slopes.Add(new((((price - funding) * weightPpm) - required) * perpetual.ValueScale, constant, isWeighted));
        }
    }

    private static Line[]? Cut(List<Slope> slopes, BigInteger denominator, int shift)
    {
        var lines = new Line[slopes.Count];
        for (int i = 0; i < lines.Length; i++)
        {
            Slope slope = slopes[i];
            if (slope.Constant.GetBitLength() > AmountBits)
            {
                return null;
            }

            BigInteger cut = ExactMath.DivideFloor(slope.Numerator << Math.Max(0, shift), denominator << Math.Max(0, -shift));
            lines[i] = new((long)cut, (Int128)slope.Constant, slope.IsWeighted);
        }

        return lines;
    }

    private readonly record struct Slope(BigInteger Numerator, BigInteger Constant, bool IsWeighted);

    private readonly record struct Line(long Slope, Int128 Constant, bool IsWeighted);
}

/// <summary>A holding as a screen needs it. Good for the terms it was made from.</summary>
/// <param name="MagnitudeLeast">|size| over 2^<paramref name="Shift"/>, 62 bits, rounded down.</param>
/// <param name="MagnitudeMost">The same, rounded up.</param>
/// <param name="Shift">Binary places that the magnitude was cut by; negative where it was lengthened.</param>
/// <param name="IsShort">Whether the size is negative.</param>
/// <param name="Rest">size x F_settled - cost of a perpetual, floored.</param>
/// <param name="WeightedRest">The same times the gain weight, floored.</param>
public readonly record struct LinearScreenHolding(
    long MagnitudeLeast, long MagnitudeMost, int Shift, bool IsShort, Int128 Rest, Int128 WeightedRest)
{
    /// <summary>Prepares a holding; null where its amounts are too long.</summary>
    public static LinearScreenHolding? Create(LinearInstrument instrument, BigInteger size, BigInteger cost, BigInteger settledIndex)
    {
        BigInteger rest = 0, weighted = 0;
        if (instrument is LinearPerpetual perpetual)
        {
            BigInteger exact = (size * settledIndex * perpetual.ValueScale) - (cost * perpetual.ValueDivisor);
            rest = ExactMath.DivideFloor(exact, perpetual.ValueDivisor);
            weighted = ExactMath.DivideFloor(exact * perpetual.GainWeightPpm, perpetual.ValueDivisor * LinearRule.PpmOne);
        }

        if (rest.GetBitLength() > LinearScreen.AmountBits || weighted.GetBitLength() > LinearScreen.AmountBits)
        {
            return null;
        }

        var magnitude = BigInteger.Abs(size);
        int shift = (int)(magnitude.GetBitLength() - LinearScreen.Bits);
        BigInteger cut = shift > 0 ? magnitude >> shift : magnitude << -shift;
        long least = (long)cut;
        long most = least + (shift > 0 && magnitude != cut << shift ? 1 : 0);
        return new(least, most, shift, size.Sign < 0, (Int128)rest, (Int128)weighted);
    }
}
