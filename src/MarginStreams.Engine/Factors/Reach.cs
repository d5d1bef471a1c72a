using System.Numerics;
using MarginStreams.Risk;

namespace MarginStreams.Engine;

/// <summary>
/// How far a factor may move before a holding has used up its share of the slack: rounded down, so that an account is looked at too early, never too late.
/// </summary>
internal static class Reach
{
    /// <summary>Nothing moves further.</summary>
    private const long Max = 1L << 62;

    private const int DivisorBits = 31;

    /// <summary>floor-ish of budget x 2^shift / (magnitude x gradient / 2^GradientBits): not above the exact quotient, and off it by 2^-30 at most.</summary>
    /// <param name="budget">Money that may be lost, in the screens' unit; negative is nothing.</param>
    /// <param name="magnitude">Units of size that move, positive.</param>
    /// <param name="gradient">Loss of one of them when the factor moves by one, times 2^GradientBits; zero is none.</param>
    /// <param name="shift">Binary places of the factor.</param>
    public static long Of(long budget, long magnitude, long gradient, int shift)
    {
        if (gradient == 0)
        {
            return Max;
        }

        if (budget <= 0)
        {
            return 0;
        }

        ulong divisor = (ulong)magnitude;
        int places = shift;
        if (gradient != 1L << Screen.GradientBits)
        {
            ulong high = Math.BigMul(divisor, (ulong)gradient, out ulong low);
            int cut = high == 0 ? 0 : 64 - BitOperations.LeadingZeroCount(high);
            divisor = cut == 0 ? low : ((high << (64 - cut)) | (low >> cut)) + 1;
            places += Screen.GradientBits - cut;
        }

        int drop = Math.Max(0, 64 - BitOperations.LeadingZeroCount(divisor) - DivisorBits);
        divisor = (divisor >> drop) + (drop == 0 ? 0UL : 1UL);
        int lift = BitOperations.LeadingZeroCount((ulong)budget);
        ulong quotient = ((ulong)budget << lift) / divisor;
        places -= lift + drop;
        return places >= 0
            ? places >= BitOperations.LeadingZeroCount(quotient) - 1 ? Max : (long)Math.Min(quotient << places, (ulong)Max)
            : places <= -64 ? 0 : (long)Math.Min(quotient >> -places, (ulong)Max);
    }
}
