using System.Diagnostics;
using MarginStreams.Benchmarks;
using MarginStreams.Cli.Generating;
using MarginStreams.Contracts;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Benching;

/// <summary>
/// From producing a price to a reader of committed triggers holding the one that it opens, one price at a time, over both topologies. Between two of them the
/// position is closed, as a liquidation would, and a little time passes, so that the next one falls somewhere between two turns of whatever turns.
/// </summary>
internal static class VisiblePhase
{
    private const int PauseMsMax = 40;

    /// <summary>Measures.</summary>
    public static IEnumerable<Figure> Run(BenchWorld world, CancellationToken cancel)
    {
        StreamBenchOptions bench = world.Bench;
        var random = new SeededRandom(bench.Seed, 2);
        var samples = new List<double>(bench.Crossings);
        using TriggerReader bot = world.ReadTriggers();
        using BenchFeed feed = world.PromptFeed();
        for (int step = 0; step < bench.Crossings; step++)
        {
            string account = BenchMarket.LadderAccount(step);
            long start = Stopwatch.GetTimestamp();
            feed.Price(BenchMarket.Ladder, BenchMarket.LadderPrice(step), BenchWorld.NowMs);
            bot.Await(account, TriggerEvent.Opened, cancel);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            feed.CloseLadder(step, BenchWorld.NowMs);
            bot.Await(account, TriggerEvent.Closed, cancel);
            world.Pause((int)random.Below(PauseMsMax));
        }

        double[] sorted = [.. samples.Skip(bench.WarmUps).Order()];
        yield return new("visible_samples", sorted.Length);
        yield return new("visible_ms_p50", sorted[sorted.Length / 2]);
        yield return new("visible_ms_p90", sorted[(int)(sorted.Length * 0.9)]);
        yield return new("visible_ms_p99", sorted[(int)(sorted.Length * 0.99)]);
        yield return new("visible_ms_max", sorted[^1]);
    }
}
