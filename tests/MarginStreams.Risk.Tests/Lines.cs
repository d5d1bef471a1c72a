using System.Numerics;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Risk.Tests;

/// <summary>What a holding contributes to each line, in either lane.</summary>
internal readonly record struct Lines<T>(T Equity, T Initial, T Maintenance)
    where T : IBinaryInteger<T>
{
    /// <summary>Null when the instrument has no price or does not fit the lane.</summary>
    /// <exception cref="OverflowException">A figure does not fit the lane.</exception>
    public static Lines<T>? Of(RiskCase one)
    {
        bool fits = Lane.Fits<T>(one.Size) && Lane.Fits<T>(one.Cost) && Lane.Fits<T>(one.SettledIndex);
        if (!fits || LinearFactors<T>.Create(one.Instrument, one.Values) is not { } factors)
        {
            return null;
        }

        return new(Line(LinearLine.Equity), Line(LinearLine.Initial), Line(LinearLine.Maintenance));

        T Line(LinearLine line)
        {
            var trace = default(NoLinearTrace<T>);
            return LinearRule.Contribution(
                factors, line, T.CreateChecked(one.Size), T.CreateChecked(one.Cost), T.CreateChecked(one.SettledIndex), ref trace);
        }
    }
}

/// <summary>The wide lane, which always gives an answer where there is a price.</summary>
internal static class Wide
{
    public static Lines<BigInteger> Of(RiskCase one) => Lines<BigInteger>.Of(one)!.Value;
}
