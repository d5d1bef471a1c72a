namespace MarginStreams.Risk;

/// <content>The bounds of a holding.</content>
public abstract partial class Screen
{
    /// <summary>A lower bound of what a holding contributes to the maintenance line; false where there is none.</summary>
    public bool TryLeast(in ScreenHolding holding, out long least)
    {
        least = long.MaxValue;
        if (!TrySettled(holding.SettledIndex, out long settled, out long error))
        {
            return false;
        }

        long cost = MoneyShift == 0 ? holding.Cost : holding.Cost + 1;
        foreach (ref readonly ScreenLine line in Lines.AsSpan(1))
        {
            if (!TryLeast(line, holding.Magnitude, settled - error, cost, out long one))
            {
                return false;
            }

            least = Math.Min(least, one);
        }

        return true;
    }

    /// <summary>All bounds of what a holding contributes; false where there are none.</summary>
    public bool TryBounds(in ScreenHolding holding, out ScreenBounds bounds)
    {
        bounds = default;
        if (!TrySettled(holding.SettledIndex, out long settled, out long error) || !TryLeast(holding, out long least))
        {
            return false;
        }

        long most = long.MaxValue;
        foreach (ref readonly ScreenLine line in Lines.AsSpan(1))
        {
            // Each line alone is not below the least of them.
            if (!TryMost(line, holding.Magnitude, settled + error, holding.Cost, out long one))
            {
                return false;
            }

            most = Math.Min(most, one);
        }

        long cost = MoneyShift == 0 ? holding.Cost : holding.Cost + 1;
        bool told = TryLeast(Lines[0], holding.Magnitude, settled - error, cost, out long equityLeast)
            & TryMost(Lines[0], holding.Magnitude, settled + error, holding.Cost, out long equityMost);
        bounds = new(least, most, equityLeast, equityMost);
        return told;
    }

    /// <summary>The slope that settled funding adds, and how far off it may be.</summary>
    private bool TrySettled(long settledIndex, out long slope, out long error)
    {
        slope = error = 0;
        if (settledIndex == 0)
        {
            return IsUsable;
        }

        if (!IsUsable || SettledShift is <= 4 or >= 63 || settledIndex == long.MinValue)
        {
            return false;
        }

        long high = Math.BigMul(settledIndex, SettledFactor, out long low);
        error = (Math.Abs(settledIndex) >> SettledShift) + 2;
        slope = unchecked((high << (64 - SettledShift)) | (low >>> SettledShift));
        return Math.Abs(high) < 1L << (SettledShift - 4) && error < 1L << 32;
    }

    /// <summary>Everything is rounded down.</summary>
    private bool TryLeast(in ScreenLine line, long magnitude, long settled, long cost, out long least)
    {
        if (line.WeightPpm != PpmOne)
        {
            settled = (long)ExactMath.DivideFloor((Int128)settled * line.WeightPpm, PpmOne);
            cost = (long)ExactMath.DivideCeiling((Int128)cost * line.WeightPpm, PpmOne);
        }

        long slope = line.Slope + settled;
        bool told = TryProduct(slope < 0 && SizeShift > 0 ? magnitude + 1 : magnitude, slope, out least);
        least = unchecked(least + line.Constant - cost);
        return told;
    }

    /// <summary>Everything is rounded up: one more for each of the product and the constant.</summary>
    private bool TryMost(in ScreenLine line, long magnitude, long settled, long cost, out long most)
    {
        if (line.WeightPpm != PpmOne)
        {
            settled = (long)ExactMath.DivideCeiling((Int128)settled * line.WeightPpm, PpmOne);
            cost = (long)ExactMath.DivideFloor((Int128)cost * line.WeightPpm, PpmOne);
        }

        long slope = line.Slope + SlopeError + settled;
        bool told = TryProduct(slope > 0 && SizeShift > 0 ? magnitude + 1 : magnitude, slope, out most);
        most = unchecked(most + line.Constant - cost + 2);
        return told;
    }

    /// <summary>The product, floored; false when it is longer than <see cref="AmountBits"/>.</summary>
    private bool TryProduct(long magnitude, long slope, out long product)
    {
        long high = Math.BigMul(magnitude, slope, out long low);
        product = unchecked((high << (64 - Shift)) | (low >>> Shift));
        long limit = 1L << (Shift - ShiftMin + 1);
        return unchecked((ulong)(high + limit)) < unchecked((ulong)(2 * limit));
    }
}
