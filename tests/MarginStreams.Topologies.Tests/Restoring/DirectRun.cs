using MarginStreams.Engine;
using MarginStreams.Oracle;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// Both topologies without a log: records in the order of time, at equal times positions before frames. May restore either from its changelog after every
/// record, as if it had committed and died there.
/// </summary>
internal sealed class DirectRun(PipelineWorld world, Func<EngineOptions, IMarginEngine> engine, bool isRestoring)
{
    private const int PieceAccounts = 2;

    private readonly OracleOptions _cutting = new() { FrameIntervalMs = 20, FrameMaxUpdates = 6, KeyframeEvery = 4 };

    /// <summary>How often and on which prices risks are told.</summary>
    public static readonly MarketRiskOptions Risks = new(EveryMs: 100, StepsPpm: [10_000, 50_000]);

    /// <summary>Offset of the n-th frame; a log knows better.</summary>
    public Func<int, long> FrameOffset { get; init; } = n => 2 * n;

    /// <summary>Whether the margin topology goes on from snapshots and the tail behind them, rather than from its changelog.</summary>
    public bool IsBySnapshots { get; init; }

    /// <summary>How frames are cut.</summary>
    public OracleOptions Cutting => _cutting;

    public List<LogRecord> Frames { get; } = [];

    /// <summary>Everything that was sent or put aside, as text.</summary>
    public IEnumerable<string> Lines => Sent.Select(sent => sent.Text()).Concat(DeadLetters);

    public List<string> DeadLetters { get; } = [];

    /// <summary>What the oracle sent, then what each partition sent.</summary>
    public List<OutgoingRecord> Sent { get; } = [];

    public StateHash Hash { get; private set; }

    /// <summary>Changelogs, as compaction leaves them.</summary>
    public List<string> Stores { get; } = [];

    /// <summary>What stood in the state at a restart.</summary>
    public List<string> Situations { get; } = [];

    /// <summary>How often a processor was restored.</summary>
    public int RestoreCount { get; private set; }

    public DirectRun Run(IReadOnlyList<LogRecord> input)
    {
        RunOracle(input.Where(record => record.Topic != world.Topics.Positions));
        for (int partition = 0; partition < PipelineWorld.PartitionCount; partition++)
        {
            RunMargin(partition, [.. input.Where(record => record.Topic == world.Topics.Positions && record.Partition == partition)]);
        }

        return this;
    }

    private void RunOracle(IEnumerable<LogRecord> input)
    {
        var context = new MemoryContext();
        var oracle = new OracleProcessor(_cutting, world.Topics, world.Wire);
        foreach (LogRecord record in input)
        {
            oracle.Process(record, context);
            oracle.BeforeCommit(context);
            if (isRestoring)
            {
                oracle = context.Restore(new OracleProcessor(_cutting, world.Topics, world.Wire));
                RestoreCount++;
                Situations.AddRange(context.IsFrameOpen ? ["open frame at a restart"] : []);
            }
        }

        oracle.Idle(context);
        oracle.BeforeCommit(context);
        Frames.AddRange(context.Forwarded.Select((frame, n) => frame.AsRecord(FrameOffset(n))));
        Note(context);
    }

    private void RunMargin(int partition, List<LogRecord> positions)
    {
        var context = new MemoryContext();
        MarginProcessor margin = Make(partition);
        var snapshot = new PieceRun(margin, () => Make(partition), context);

        // A stable sort: what stands first goes first at equal times.
        foreach (LogRecord record in positions.Concat(Frames).OrderBy(record => record.TimestampMs))
        {
            margin.Process(record, context);
            margin.BeforeCommit(context);
            if (IsBySnapshots)
            {
                margin = snapshot.AfterCommit(margin, context) ?? margin;
            }
            else if (isRestoring)
            {
                margin = context.Restore(Make(partition));
                RestoreCount++;
                Situations.AddRange(context.Has("r/") ? ["risk told before a restart"] : []);
                Situations.AddRange(context.Has("p/") ? ["parked at a restart"] : []);
                Situations.AddRange(margin.Engine.Accounts().Any(account => account.Await is not null) ? ["awaiting at a restart"] : []);
                Situations.AddRange(margin.Engine.Accounts().Any(account => account.Episode is { Held: true }) ? ["held at a restart"] : []);
            }
        }

        RestoreCount += snapshot.RestoreCount;
        Situations.AddRange(snapshot.PieceCountMax > 2 ? ["snapshot in several pieces"] : []);
        Hash += StateHash.Of(margin.Engine.Accounts());
        Note(context);
    }

    private MarginProcessor Make(int partition)
    {
        var task = new MarginTaskOptions(partition, PipelineWorld.PartitionCount, MaxAwaitFrames: 4)
        {
            MarketRisk = Risks,
        };
        return new(task, world.Topics, world.Wire, new ListedFrames(world, Frames), engine) { PieceAccounts = PieceAccounts };
    }

    private void Note(MemoryContext context)
    {
        Sent.AddRange(context.Forwarded);
        DeadLetters.AddRange(context.DeadLetters);
        Stores.Add(context.StoreText());
    }

    /// <summary>A restart asks for the frames from the latest keyframe on, and for no more.</summary>
    private sealed class ListedFrames(PipelineWorld world, List<LogRecord> frames) : IFrameHistory
    {
        public IEnumerable<LogRecord> Read(long fromOffset, long toOffset)
        {
            List<LogRecord> read = frames.FindAll(frame => frame.Offset >= fromOffset && frame.Offset <= toOffset);
            Assert.Equal(0, read.FindLastIndex(frame => world.Decode<Contracts.Frame>(frame).Keyframe));
            return read;
        }
    }
}
