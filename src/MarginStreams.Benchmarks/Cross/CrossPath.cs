using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// A price path: at each tick one market, by its popularity, catches up with what happened since its last one. Half of the variance is common to all markets.
/// Whole numbers only: it is the same on every machine.
/// </summary>
internal sealed class CrossPath
{
    private const long Billion = 1_000_000_000;

    private CrossPath(int ticks)
    {
        Market = new int[ticks];
        Price = new long[ticks];
    }

    /// <summary>The market of each tick.</summary>
    public int[] Market { get; }

    /// <summary>Its new price.</summary>
    public long[] Price { get; }

    /// <summary>Number of ticks.</summary>
    public int Count => Market.Length;

    /// <summary>Draws a path that goes on from prices, and leaves them as they are after it.</summary>
    /// <param name="markets">The markets.</param>
    /// <param name="prices">Prices, mantissas.</param>
    /// <param name="ticks">Number of ticks.</param>
    /// <param name="step">Largest move of either half in the time of one tick, billionths of the price.</param>
    /// <param name="random">What is drawn from.</param>
    public static CrossPath Draw(CrossMarkets markets, long[] prices, int ticks, long step, BenchRandom random)
    {
        var path = new CrossPath(ticks);
        long common = 0;
        var commonSeen = new long[CrossMarkets.Count];
        var tickSeen = new int[CrossMarkets.Count];
        for (int tick = 0; tick < ticks; tick++)
        {
            common += Even(random, step);
            int market = markets.Draw(random);
            long own = Even(random, step * Root(tick + 1 - tickSeen[market]));
            long move = common - commonSeen[market] + own;
            (commonSeen[market], tickSeen[market]) = (common, tick + 1);
            prices[market] += (long)((Int128)prices[market] * move / Billion);
            (path.Market[tick], path.Price[tick]) = (market, prices[market]);
        }

        return path;
    }

    /// <summary>The frames of the path.</summary>
    public MarketFrame[] Frames(CrossMarkets markets, long firstNumber)
    {
        var frames = new MarketFrame[Count];
        for (int tick = 0; tick < frames.Length; tick++)
        {
            frames[tick] = markets.Frame(firstNumber + tick, Market[tick], Price[tick]);
        }

        return frames;
    }

    private static long Even(BenchRandom random, long most) => random.Below((2 * most) + 1) - most;

    /// <summary>Square root, rounded down: exact, as numbers so small are.</summary>
    private static long Root(int value) => (long)Math.Sqrt(value);
}
