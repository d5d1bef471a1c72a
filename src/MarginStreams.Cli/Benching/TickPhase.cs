using MarginStreams.Benchmarks;
using MarginStreams.Cli.Generating;
using MarginStreams.Simulation;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Benching;

/// <summary>
/// Prices that nobody crosses, one a frame. The frames are cut beforehand and held back, then all of them become visible at once: so what is measured is the
/// margin side alone, with commits as they come in normal work.
/// </summary>
internal static class TickPhase
{
    private const int StepPpmMax = 400;
    private const long PpmOne = 1_000_000;

    /// <summary>Beyond it nobody's line can be.</summary>
    private const long DriftPpmMax = 20_000;

    /// <summary>Measures, once the same number of ticks has warmed up.</summary>
    public static IEnumerable<Figure> Run(BenchWorld world, ServedPipeline oracle, ServedPipeline margins, long startMs)
    {
        int ticks = world.Bench.Ticks, intervalMs = world.Options.Oracle.FrameIntervalMs;
        var random = new SeededRandom(world.Bench.Seed, 1);
        long[] walk = [.. Enumerable.Repeat(BenchMarket.FirstPrice, BenchMarket.Perpetuals)];
        long triggers = margins.Triggers;
        Usage used = default;
        using (BenchFeed feed = world.BulkFeed())
        {
            for (int pass = 0; pass < 2; pass++)
            {
                long passMs = startMs + ((long)(pass + 1) * (ticks + 1) * intervalMs);
                used = Pass(world, oracle, margins, () => Write(feed, walk, random, ticks, intervalMs, passMs));
            }
        }

        BenchWorld.Expect("triggers of prices that nobody crosses", triggers, margins.Triggers);
        yield return new("tick_holders", world.Bench.Positions / BenchMarket.Perpetuals);
        yield return new("tick_idle_us", used.Process.TotalMicroseconds / ticks);
        yield return new("ticks_per_s", ticks / used.Elapsed.TotalSeconds);
    }

    private static Usage Pass(BenchWorld world, ServedPipeline oracle, ServedPipeline margins, Action write)
    {
        long before = oracle.FrameCut;
        world.Await("the margin tasks stand still", () => margins.FrameTaken == before && margins.IsCaughtUp);
        using ITransactionalProducer held = world.Hold(world.Options.Topics.Frames);
        write();
        world.Await("every price is in a frame", () => oracle.FrameCut >= before + world.Bench.Ticks && oracle.IsCaughtUp);
        BenchWorld.Expect("frames of prices", world.Bench.Ticks, oracle.FrameCut - before);
        BenchWorld.Expect("frames that were held back", before, margins.FrameTaken);
        Func<Usage> end = Usage.Begin(brokerPid: 0);
        held.Abort();
        world.Await("every frame is taken", () => margins.FrameTaken == oracle.FrameCut && margins.IsCaughtUp);
        return end();
    }

    private static void Write(BenchFeed feed, long[] walk, SeededRandom random, int ticks, int intervalMs, long atMs)
    {
        for (int tick = 0; tick < ticks; tick++)
        {
            int perpetual = (int)random.Below(BenchMarket.Perpetuals);
            long price = walk[perpetual] + (walk[perpetual] / PpmOne * random.Between(-StepPpmMax, StepPpmMax));
            long drift = BenchMarket.FirstPrice / PpmOne * DriftPpmMax;
            walk[perpetual] = Math.Clamp(price, BenchMarket.FirstPrice - drift, BenchMarket.FirstPrice + drift);
            feed.Price(BenchMarket.Name(perpetual), walk[perpetual], atMs + ((long)tick * intervalMs));
        }

        feed.Flush();
    }
}
