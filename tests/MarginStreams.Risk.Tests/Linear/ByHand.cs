using System.Numerics;

namespace MarginStreams.Risk.Tests;

/// <summary>
/// The contributions again, from the words of the page and nothing of the code: a fraction is carried as numerator and denominator, and what is
/// required of a notional is counted bracket by bracket.
/// </summary>
internal static class ByHand
{
    /// <summary>A perpetual on a line: floor( g(s P - cost - s (F - F_s)) - M(|s| P) ), everything in whole units.</summary>
    public static BigInteger Perpetual(
        int size, int price, int cost, int funding, int settled, int gainPpm, int feePpm, IReadOnlyList<int> bounds, IReadOnlyList<int> ratesPpm)
    {
        int gain = (size * price) - cost - (size * (funding - settled));
        long weighted = gain < 0 ? gain * 1_000_000L : gain * (long)gainPpm;
        int notional = Math.Abs(size) * price;
        long required = notional * (long)feePpm;
        for (int unit = 0; unit < notional; unit++)
        {
            int bracket = bounds.Count - 1;
            while (bounds[bracket] > unit)
            {
                bracket--;
            }

            required += ratesPpm[bracket];
        }

        return Floor(weighted - required, 1_000_000);
    }

    /// <summary>An asset on a line: floor(s i P w), or -ceil(|s| i P w); index in tenths.</summary>
    public static BigInteger Asset(int size, int price, int indexTenths, int weightPpm)
    {
        long exact = Math.Abs(size) * (long)price * indexTenths * weightPpm;
        return size >= 0 ? Floor(exact, 10_000_000) : -(exact / 10_000_000) - (exact % 10_000_000 == 0 ? 0 : 1);
    }

    private static long Floor(long numerator, long denominator)
    {
        long rest = ((numerator % denominator) + denominator) % denominator;
        return (numerator - rest) / denominator;
    }
}
