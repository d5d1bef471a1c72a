using MarginStreams.Benchmarks;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Benching;

/// <summary>
/// Each position changes once more, as in a market that has stood for long: no account is new, so none is told of. The records are held back until all of them
/// are written.
/// </summary>
internal static class ChangePhase
{
    /// <summary>Measures.</summary>
    public static IEnumerable<Figure> Run(BenchWorld world, ServedPipeline margins, long startMs, CancellationToken cancel)
    {
        int positions = world.Bench.Positions;
        BenchWorld.Expect("position records after a start", 0, margins.Records);
        using ITransactionalProducer held = world.Hold(world.Options.Topics.Positions);
        using (BenchFeed feed = world.BulkFeed())
        {
            feed.Positions(world.Bench, times: 2, startMs + 2, cancel);
        }

        BenchWorld.Expect("position records that were held back", 0, margins.Records);
        Func<Usage> end = Usage.Begin(brokerPid: 0);
        held.Abort();
        world.Await("every change is taken", () => margins.Records >= positions && margins.IsCaughtUp);
        Usage used = end();
        BenchWorld.Expect("changed positions", positions, margins.Records);
        BenchWorld.Expect("triggers of healthy accounts", 0, margins.Triggers);
        yield return new("changes_per_s", positions / used.Elapsed.TotalSeconds);
        yield return new("change_cpu_us", used.Process.TotalMicroseconds / positions);
    }
}
