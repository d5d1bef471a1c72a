using CsCheck;

namespace MarginStreams.Streams.Tests;

/// <summary>
/// Any sequence of operations by two producers on one partition, against a model that keeps the whole log as a list and works everything out from it by
/// scanning: offsets, what a reader sees, where it stands, who is fenced, what time aborts, what compaction leaves; in memory, and on disk with restarts.
/// </summary>
public sealed class EmbeddedLogModel
{
    [Fact]
    public void AnySequence_InMemory_BehavesLikeTheModel() => Sample(iterations: 3_000, () =>
    {
        var clock = new StandingClock();
        return new ModelledLog(new EmbeddedCluster(clock, Options()), clock, restart: null);
    });

    [Fact]
    public void AnySequence_OnDisk_BehavesLikeTheModel() => Sample(iterations: 100, () =>
    {
        var clock = new StandingClock();
        var world = new DiskWorld(Options(), clock);
        return new ModelledLog(world.Log, clock, isKilled =>
        {
            ((Action)(isKilled ? world.Kill : world.Restart))();
            return world.Log;
        }, world);
    });

    private static EmbeddedOptions Options() => DiskWorld.Tiny with { TransactionTimeoutMs = ModelledLog.TimeoutMs, CompactionBytesMin = int.MaxValue };

    private static void Sample(int iterations, Func<ModelledLog> make) =>
        Gen.Select(Gen.Enum<ModelledLog.Kind>(), Gen.Int[0, ModelledLog.Ids - 1], Gen.Int[0, 20]).List[0, 80].Sample(
            operations =>
            {
                using ModelledLog log = make();
                foreach ((ModelledLog.Kind kind, int id, int argument) in operations)
                {
                    log.Do(kind, id, argument);
                    log.Compare();
                }
            },
            iter: iterations);
}
