using System.Numerics;

namespace MarginStreams.Risk.Linear;

/// <summary>
/// What a holding contributes under the <c>linear</c> rule set: exact rationals, one rounding a holding and a line, against the account.
/// <c>docs/concepts/linear.md</c> has the formulas. The same code decides and explains: a trace sees each intermediate figure.
/// </summary>
public static class LinearRule
{
    /// <summary>One, in parts per million.</summary>
    public const long PpmOne = 1_000_000;

    /// <summary>Contribution of a holding to a line, numeraire's smallest unit.</summary>
    /// <exception cref="OverflowException">A figure does not fit the lane.</exception>
    public static T Contribution<T, TTrace>(
        LinearFactors<T> factors, LinearLine line, T size, T cost, T settledIndex, ref TTrace trace)
        where T : IBinaryInteger<T>
        where TTrace : struct, ILinearTrace<T> =>
        factors.IsPerpetual
            ? Perpetual((LinearPerpetualFactors<T>)factors, line, size, cost, settledIndex, ref trace)
            : Asset((LinearAssetFactors<T>)factors, line, size, ref trace);

    private static T Asset<T, TTrace>(LinearAssetFactors<T> factors, LinearLine line, T size, ref TTrace trace)
        where T : IBinaryInteger<T>
        where TTrace : struct, ILinearTrace<T>
    {
        LinearFraction<T> factor = T.IsNegative(size) ? factors.Debt(line) : factors.Deposit(line);

        // A debt is negative, so the floor is minus the ceiling of what is owed: both round against the account.
        T contribution = ExactMath.DivideFloor(size * factor.Numerator, factor.Denominator);
        trace.Asset(line, size, factor, contribution);
        return contribution;
    }

    private static T Perpetual<T, TTrace>(
        LinearPerpetualFactors<T> factors, LinearLine line, T size, T cost, T settledIndex, ref TTrace trace)
        where T : IBinaryInteger<T>
        where TTrace : struct, ILinearTrace<T>
    {
        T units = size * factors.Scale;
        T price = line == LinearLine.Equity ? factors.Price : T.IsNegative(size) ? factors.PriceHigh : factors.PriceLow;

        T gain = Gain(factors, price, size, cost, settledIndex);
        if (line == LinearLine.Equity)
        {
            T value = ExactMath.DivideFloor(gain, factors.Divisor);
            trace.Gain(line, size, price, gain, value);
            return value;
        }

        T notional = T.Abs(units) * price;
        bool initial = line == LinearLine.Initial;
        int bracket = Bracket(factors.Bounds, notional);
        T rate = initial ? factors.InitialRates[bracket] : factors.MaintenanceRates[bracket];
        T deduction = initial ? factors.InitialDeductions[bracket] : factors.MaintenanceDeductions[bracket];
        T requirement = (notional * rate) - deduction;
        T weighted = gain * (T.IsNegative(gain) ? factors.One : factors.GainWeight);

        // Floor: in favour of the venue.
        T contribution = ExactMath.DivideFloor(weighted - requirement, factors.Denominator);
        trace.Perpetual(line, size, price, gain, weighted, notional, bracket, requirement, contribution);
        return contribution;
    }

    /// <summary>size x P - cost - size x (F - F_settled), over the divisor.</summary>
    internal static T Gain<T>(LinearPerpetualFactors<T> factors, T price, T size, T cost, T settledIndex)
        where T : IBinaryInteger<T> => (size * factors.Scale * (price - factors.Funding + settledIndex)) - (cost * factors.Divisor);

    /// <summary>The highest bracket whose lower bound is not above the notional.</summary>
    private static int Bracket<T>(T[] bounds, T notional)
        where T : IBinaryInteger<T>
    {
        int bracket = 0;
        while (bracket + 1 < bounds.Length && bounds[bracket + 1] <= notional)
        {
            bracket++;
        }

        return bracket;
    }
}
