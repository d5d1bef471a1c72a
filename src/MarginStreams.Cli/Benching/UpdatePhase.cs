using MarginStreams.Benchmarks;

namespace MarginStreams.Cli.Benching;

/// <summary>Positions that wait in the log are taken into the state under exactly-once: from the first record to the last commit.</summary>
internal static class UpdatePhase
{
    /// <summary>Measures.</summary>
    public static IEnumerable<Figure> Run(BenchWorld world, ServedPipeline margins, int accounts)
    {
        world.Await("the first position is taken", () => margins.Records > 0);
        Func<Usage> end = Usage.Begin(world.Bench.BrokerPid);
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
