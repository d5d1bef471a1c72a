using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Snapshots;

/// <summary>
/// All accounts out into memory and in again, registered; against copying the same bytes, and against taking the accounts back one by one. The engine that read
/// them has the state of the one that wrote them, or nothing of it counts.
/// </summary>
internal sealed class SnapshotSection : IBenchSection
{
    private const int Rounds = 3;
    private const int AccountsFull = 1_000_000;
    private const int AccountsQuick = 100_000;
    private static readonly EngineOptions Options = new(Partition: 0);

    public string Name => "snapshot";

    public IEnumerable<Figure> Run(BenchContext context)
    {
        int count = context.IsQuick ? AccountsQuick : AccountsFull;
        MarginEngine engine = Fresh();
        double restoreNs = 0;
        foreach (AccountState[] states in SnapshotPopulation.Accounts(count, context.Random(Name)).Chunk(10_000))
        {
            context.Cancel.ThrowIfCancellationRequested();
            restoreNs += Timing.Ns(() => Array.ForEach(states, engine.Restore));
        }

        var buffer = new SnapshotBuffer();
        SnapshotSummary written = engine.WriteSnapshot(buffer);
        byte[] copy = new byte[written.ByteCount];
        List<double> writeNs = [], copyNs = [], readNs = [];
        MarginEngine again = Fresh();
        for (int round = 0; round < Rounds; round++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            buffer.Clear();
            writeNs.Add(Timing.Ns(() => engine.WriteSnapshot(buffer)));
            copyNs.Add(Timing.Ns(() => buffer.CopyTo(copy)));
            buffer.Rewind();
            again = Fresh();
            readNs.Add(Timing.Ns(() => again.ReadSnapshot(buffer)));
        }

        StateHash wrote = default, read = default;
        double hashNs = Timing.Ns(() => wrote = StateHash.Of(engine.Accounts()));
        read = StateHash.Of(again.Accounts());
        if (wrote != read || again.AccountCount != count)
        {
            throw new BenchMismatchException($"the engine that read the snapshot has state {read} and {again.AccountCount} accounts, not {wrote} and {count}");
        }

        yield return new("snapshot_accounts", count);
        yield return new("snapshot_write_ms_1m", Timing.Median(writeNs) / Timing.NsPerMs);
        yield return new("snapshot_read_ms_1m", Timing.Median(readNs) / Timing.NsPerMs);
        yield return new("snapshot_bytes_per_account", (double)written.ByteCount / count);
        yield return new("snapshot_write_vs_copy", Timing.Median(writeNs.Zip(copyNs, (write, bare) => write / bare)));
        yield return new("snapshot_read_vs_restore", Timing.Median(readNs) / restoreNs);
        yield return new("snapshot_hash_ms_1m", hashNs / Timing.NsPerMs);
    }

    /// <summary>An engine that knows the market and nobody else.</summary>
    private static MarginEngine Fresh()
    {
        var engine = new MarginEngine(Options);
        engine.Apply(SnapshotPopulation.Keyframe, new NoEffects());
        return engine;
    }

    /// <summary>A market without accounts has no effects.</summary>
    private sealed class NoEffects : IEffects
    {
        public void Episode(EpisodeStep step) => throw new BenchMismatchException("an episode of nobody");

        public void Status(StatusChange change) => throw new BenchMismatchException("a status of nobody");
    }
}
