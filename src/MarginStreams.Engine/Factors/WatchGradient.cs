using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>
/// How fast one unit of magnitude can lose on a watch line: when the principal falls, when it rises, and when the drift grows; each by one, times
/// 2^<see cref="Screen.GradientBits"/>, rounded up.
/// </summary>
internal readonly record struct WatchGradient(long Falling, long Rising, long Drifting)
{
    private const long One = 1_000_000;

    /// <summary>Of a line on a screen as it is shaped.</summary>
    public static WatchGradient Of(in WatchLine line, Screen screen)
    {
        (Int128 least, Int128 most) = (screen.MaintenanceGradientLeast, screen.MaintenanceGradientMost);
        Int128 equity = (Int128)line.Equity * screen.EquityGradient;
        Int128 steepest = (line.Maintenance * (line.Maintenance > 0 ? most : least)) + equity;
        Int128 flattest = (line.Maintenance * (line.Maintenance > 0 ? least : most)) + equity;
        Int128 drifting = ((Int128)Math.Abs(line.Maintenance) + Math.Abs(line.Equity)) << Screen.GradientBits;
        return new(Up(steepest), Up(-flattest), Up(drifting));
    }

    private static long Up(Int128 millionths) =>
        Int128.IsNegative(millionths) ? 0 : (long)Int128.Min(long.MaxValue, ExactMath.DivideCeiling(millionths, One));
}
