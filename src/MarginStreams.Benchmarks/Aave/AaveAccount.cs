using System.Numerics;
using MarginStreams.Engine;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Benchmarks.Aave;

/// <summary>An account of the pool.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Mode">E-mode category, 0 for none.</param>
/// <param name="Holdings">Instruments and sizes, smallest token units; negative for a debt.</param>
internal sealed record AaveAccount(string Id, int Mode, IReadOnlyList<KeyValuePair<int, Int128>> Holdings)
{
    /// <summary>As an engine would give it.</summary>
    public AccountState State(AavePool pool)
    {
        KeyValuePair<string, Holding>[] holdings =
            [.. Holdings.Select(pair => KeyValuePair.Create(pool.Id(pair.Key), new Holding((BigInteger)pair.Value, BigInteger.Zero, BigInteger.Zero)))];
        KeyValuePair<string, BigInteger>[]? attributes = Mode == 0 ? null : [KeyValuePair.Create(AaveNames.EMode, (BigInteger)Mode)];
        return new(Id, 0, attributes, holdings, null, AccountBand.Healthy, null, 0);
    }

    /// <summary>The records of one block that close it as a liquidation does.</summary>
    public IEnumerable<HoldingEvent> Closing(AavePool pool) => Holdings.Select((pair, i) =>
        new HoldingEvent(Id, pool.Id(pair.Key), 1, null, HoldingCause.Liquidation, 0, Holdings.Count - 1 - i));

    /// <summary>
    /// Whether the pool may liquidate it: value times threshold of its collateral is below its debt, values rounded as the pool does. Debts are too small for
    /// the roundings of the health factor itself to matter.
    /// </summary>
    public bool IsBelow(AavePool pool, long[] prices)
    {
        double weighted = 0, owed = 0;
        foreach ((int instrument, Int128 size) in Holdings)
        {
            double value = Math.Abs((double)size) * prices[instrument] / (double)pool.Unit(instrument);
            (weighted, owed) = size > 0 ? (weighted + (value * AavePool.ThresholdBps(instrument, Mode)), owed) : (weighted, owed + (value * BpsOne));
        }

        return Math.Abs(weighted - owed) > owed * Doubt ? weighted < owed : IsBelowExactly(pool, prices);
    }

    private const int BpsOne = 10_000;

    // Sums in floating point and without roundings are off by less than this part of a debt that is not a few cents.
    private const double Doubt = 1e-6;

    private bool IsBelowExactly(AavePool pool, long[] prices)
    {
        BigInteger weighted = 0, owed = 0;
        foreach ((int instrument, Int128 size) in Holdings)
        {
            // Floor of a deposit's value, and of a negative debt's: what is owed is rounded up.
            BigInteger product = (BigInteger)size * prices[instrument], unit = (BigInteger)pool.Unit(instrument);
            BigInteger value = BigInteger.DivRem(product, unit, out BigInteger rest) - (rest.Sign < 0 ? 1 : 0);
            (weighted, owed) = size > 0 ? (weighted + (value * AavePool.ThresholdBps(instrument, Mode)), owed) : (weighted, owed - (value * BpsOne));
        }

        return weighted < owed;
    }
}
