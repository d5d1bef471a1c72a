using MarginStreams.Benchmarks;
using MarginStreams.Streams;

namespace MarginStreams.Cli.Benching;

/// <summary>
/// Positions of new accounts are taken into the state under exactly-once. They are held back until all of them are written and every task runs, so what is
/// measured goes from the first record to the last commit.
/// </summary>
internal static class UpdatePhase
{
    /// <summary>Measures.</summary>
    public static IEnumerable<Figure> Run(BenchWorld world, ServedPipeline margins, long startMs, CancellationToken cancel)
    {
        int accounts = world.Bench.Accounts;
        using ITransactionalProducer held = world.Hold(world.Options.Topics.Positions);
        using (BenchFeed feed = world.BulkFeed())
        {
            feed.Positions(world.Bench, times: 1, startMs + 1, cancel);
            feed.Ladder(world.Bench.Crossings, startMs + 1);
        }

        GC.Collect();
        world.Await("every task runs", () => margins.IsRunning);
        BenchWorld.Expect("position records that were held back", 0, margins.Records);
        Func<Usage> end = Usage.Begin(world.Bench.BrokerPid);
        held.Abort();
        world.Await("every position is taken", () => margins.Records >= accounts && margins.IsCaughtUp);
        Usage used = end();
        BenchWorld.Expect("position records", accounts, margins.Records);
        BenchWorld.Expect("triggers of healthy accounts", 0, margins.Triggers);
        BenchWorld.Expect("dead letters", 0, margins.DeadLetters);
        yield return new("updates_per_s", accounts / used.Elapsed.TotalSeconds);
        yield return new("update_cpu_us", used.Process.TotalMicroseconds / accounts);
        if (world.Bench.BrokerPid > 0)
        {
            yield return new("update_broker_cpu_us", used.Broker.TotalMicroseconds / accounts);
        }

        yield return new("update_commits", margins.Commits);
        yield return new("memory_gb", Usage.MemoryGb);
    }
}
