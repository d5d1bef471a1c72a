using System.Diagnostics;
using MarginStreams.Benchmarks;

namespace MarginStreams.Cli.Benching;

/// <summary>A start without local state, until every task takes records.</summary>
internal static class RestorePhase
{
    /// <summary>Measures from now on: the pipeline has just been started.</summary>
    public static IEnumerable<Figure> Run(BenchWorld world, ServedPipeline margins, int accounts)
    {
        long start = Stopwatch.GetTimestamp();
        world.Await("every task runs", () => margins.IsRunning);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (margins.Restored < accounts)
        {
            throw new BenchMismatchException($"records of changelogs: expected {accounts} or more, but there are {margins.Restored}");
        }

        yield return new("restore_s", elapsed.TotalSeconds);
        yield return new("restore_per_s", margins.Restored / elapsed.TotalSeconds);
        yield return new("memory_restored_gb", Usage.MemoryGb);
        yield return new("memory_gb_max", Usage.MemoryGbMax);
    }

    /// <summary>Measures from now on: the pipeline has just been started, and every task has a snapshot.</summary>
    public static Figure FromSnapshots(BenchWorld world, ServedPipeline margins, int accounts)
    {
        long start = Stopwatch.GetTimestamp();
        world.Await("every task runs", () => margins.IsRunning);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        if (margins.Restored > accounts / 2 || margins.Accounts < accounts)
        {
            throw new BenchMismatchException(
                $"accounts from snapshots: expected {accounts}, but there are {margins.Accounts}, and {margins.Restored} records of changelogs were read");
        }

        return new("snapshot_restore_s", elapsed.TotalSeconds);
    }
}
