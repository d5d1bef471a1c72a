using System.Buffers;
using MarginStreams.Engine;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Benchmarks.Processor;

/// <summary>
/// The processor of a margin task without a log: what a record of positions costs from its Avro bytes to the account's state in the changelog, and taking that
/// changelog back. Time of processors.
/// </summary>
internal sealed class ProcessorSection : IBenchSection
{
    private const int AccountsFull = 1_000_000, AccountsQuick = 100_000;
    private const int Updates = 100_000;

    /// <summary>Updates between two commits: what a busy task takes in 50 ms.</summary>
    private const int CommitEvery = 10_000;

    private const int Rounds = 4;
    private const int SnapshotRounds = 3;

    public string Name => "processor";

    public IEnumerable<Figure> Run(BenchContext context) =>
        new[] { ("processor", false), ("processor_isolated", true) }.SelectMany(shape => Run(shape.Item1, shape.Item2, context));

    private static IEnumerable<Figure> Run(string name, bool isIsolated, BenchContext context)
    {
        int accounts = context.IsQuick ? AccountsQuick : AccountsFull;
        BenchRandom random = context.Random(name);
        ulong seed = random.Next();
        var market = new ProcessorMarket();
        var changelog = new ProcessorContext();
        MarginProcessor processor = Fill(market, changelog, accounts, seed, isIsolated, context.Cancel);
        StateHash filled = StateHash.Of(processor.Engine.Accounts());

        MarginProcessor again = market.Processor();
        double restoreNs = Timing.CpuNs(() => Restore(again, changelog, context.Cancel));
        double connectNs = Timing.CpuNs(again.Restored);
        if (StateHash.Of(again.Engine.Accounts()) != filled)
        {
            throw new BenchMismatchException($"the processor that was restored has another state than {filled}");
        }

        yield return new($"{name}_restore_us_per_record", restoreNs / changelog.StoreCount / Timing.NsPerUs);
        yield return new($"{name}_restored_us_per_account", connectNs / accounts / Timing.NsPerUs);
        yield return new($"{name}_changelog_bytes_per_record", (double)changelog.StoreBytes / changelog.StoreCount);
        EngineMemory memory = ((MarginEngine)again.Engine).Memory;
        yield return new($"{name}_memory_bytes_per_account", (double)(memory.Tables + memory.Indexes + memory.Ids) / accounts);
        changelog.Changelog.Clear();
        changelog.IsKept = false;
        foreach (Figure figure in Snapshot(name, again, market, filled, context.Cancel))
        {
            yield return figure;
        }

        List<double> updateNs = [], commitNs = [], bytes = [];
        for (int round = 0; round <= Rounds; round++)
        {
            LogRecord[] records = Draw(market, random, seed, accounts, isIsolated, round + 1);
            GC.Collect();
            context.Cancel.ThrowIfCancellationRequested();
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            double commits = 0;
            updateNs.Add(Timing.CpuNs(() => commits = Update(again, changelog, records)) / Updates);
            commitNs.Add(commits / Updates);
            bytes.Add((double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / Updates);
        }

        yield return new($"{name}_update_us", Timing.Median(updateNs.Skip(1)) / Timing.NsPerUs);
        yield return new($"{name}_update_us_of_commits", Timing.Median(commitNs.Skip(1)) / Timing.NsPerUs);
        yield return new($"{name}_update_bytes_allocated", Timing.Median(bytes.Skip(1)));
    }

    /// <summary>All accounts out in pieces and in again, connected.</summary>
    private static IEnumerable<Figure> Snapshot(string name, MarginProcessor processor, ProcessorMarket market, StateHash expected, CancellationToken cancel)
    {
        int accounts = processor.Engine.Accounts().Count();
        List<double> pieceNs = [], readNs = [];
        MarginProcessor again = processor;
        long bytes = 0;
        for (int round = 0; round < SnapshotRounds; round++)
        {
            ISnapshotPieces pieces = processor.BeginSnapshot();
            var written = new List<byte[]>();
            for (bool isMore = true; isMore; )
            {
                cancel.ThrowIfCancellationRequested();
                var piece = new ArrayBufferWriter<byte>(1 << 21);
                pieceNs.Add(Timing.CpuNs(() => isMore = pieces.WriteNext(piece)));
                written.Add(piece.WrittenSpan.ToArray());
            }

            written.RemoveAt(written.Count - 1);
            bytes = written.Sum(piece => (long)piece.Length);
            again = market.Processor();
            readNs.Add(Timing.CpuNs(() =>
            {
                written.ForEach(piece => again.ReadPiece(piece));
                again.Restored();
            }));
        }

        if (StateHash.Of(again.Engine.Accounts()) != expected)
        {
            throw new BenchMismatchException($"the processor that read the pieces has another state than {expected}");
        }

        yield return new($"{name}_snapshot_write_us_per_account", pieceNs.Sum() / SnapshotRounds / accounts / Timing.NsPerUs);
        yield return new($"{name}_snapshot_piece_ms_max", pieceNs.Skip(pieceNs.Count / SnapshotRounds).Max() / Timing.NsPerMs);
        yield return new($"{name}_snapshot_read_us_per_account", Timing.Median(readNs) / accounts / Timing.NsPerUs);
        yield return new($"{name}_snapshot_bytes_per_account", (double)bytes / accounts);
    }

    private static MarginProcessor Fill(
        ProcessorMarket market, ProcessorContext changelog, int accounts, ulong seed, bool isIsolated, CancellationToken cancel)
    {
        MarginProcessor processor = market.Processor();
        foreach (LogRecord frame in market.Frames)
        {
            processor.Process(frame, changelog);
        }

        for (int number = 0; number < accounts; number++)
        {
            foreach (LogRecord record in market.Holdings(number, seed, isIsolated))
            {
                processor.Process(record, changelog);
            }

            if (number % CommitEvery == 0 || number == accounts - 1)
            {
                cancel.ThrowIfCancellationRequested();
                processor.BeforeCommit(changelog);
                changelog.Forwarded.Clear();
            }
        }

        return processor;
    }

    private static void Restore(MarginProcessor processor, ProcessorContext changelog, CancellationToken cancel)
    {
        foreach ((byte[] key, byte[]? value) in changelog.Changelog)
        {
            processor.Restore(key, value, value is null);
        }

        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>One of the holdings of each of many accounts, a little larger.</summary>
    private static LogRecord[] Draw(ProcessorMarket market, BenchRandom random, ulong seed, int accounts, bool isIsolated, int more)
    {
        var records = new LogRecord[Updates];
        for (int i = 0; i < records.Length; i++)
        {
            LogRecord[] held = [.. market.Holdings((int)random.Below(accounts), seed, isIsolated, more)];
            records[i] = held[random.Below(held.Length)] with { Offset = 10_000_000 + i };
        }

        return records;
    }

    /// <summary>Takes the records; gives how long the commits took, ns.</summary>
    private static double Update(MarginProcessor processor, ProcessorContext changelog, LogRecord[] records)
    {
        double commits = 0;
        for (int i = 0; i < records.Length; i++)
        {
            processor.Process(records[i], changelog);
            if ((i + 1) % CommitEvery == 0)
            {
                commits += Timing.CpuNs(() => processor.BeforeCommit(changelog));
            }
        }

        return changelog.Forwarded.Count == 0 ? commits : throw new BenchMismatchException($"{changelog.Forwarded.Count} effects where none is due");
    }
}
