using MarginStreams.Contracts;
using MarginStreams.Oracle;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// How positions and frames interleave: by time, positions first at equal times, an account all at once, and no position before the frame that knows its block.
/// </summary>
public sealed class OrderTests
{
    private const string Account = "v:a";
    private readonly PipelineWorld _world = new(new PipelineOptions
    {
        PartitionCount = PipelineWorld.PartitionCount, MaxAwaitFrames = 2, Oracle = new OracleOptions { KeyframeEvery = 4 },
    });

    public OrderTests()
    {
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(1_000, SmallMarket.Price(10_000, block: 7));
    }

    /// <summary>Events as frame, event and offset of the position, and the bands.</summary>
    private string Outcome()
    {
        _world.Run();
        IEnumerable<string> triggers = _world.Read<LiquidationTrigger>(_world.Topics.LiquidationTriggers)
            .Select(trigger => $"{trigger.Frame}:{trigger.Event}@{trigger.Inputs.PositionOffset}");
        IEnumerable<string> bands = _world.Read<AccountStatus>(_world.Topics.AccountStatus).Select(status => $"{status.Frame}:{status.Band}");
        return $"{string.Join(' ', triggers)} | {string.Join(' ', bands)}";
    }

    [Fact]
    public void Position_AtTheTimeOfAFrame_ComesBeforeIt()
    {
        // Without the cash first, the price of 2,000 ms would open an episode.
        _world.Put(1_001, SmallMarket.Position(Account, "USD", 1_000, remaining: 1), SmallMarket.Position(Account, "BTC-PERP", 1_000, 10_000));
        _world.Put(2_000, SmallMarket.Price(9_500));
        _world.Put(2_000, SmallMarket.Position(Account, "USD", 2_000));
        Assert.Equal(" | 0:Healthy", Outcome());
    }

    [Fact]
    public void Position_AMillisecondAfterAFrame_ComesBehindIt()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "USD", 1_000, remaining: 1), SmallMarket.Position(Account, "BTC-PERP", 1_000, 10_000));
        _world.Put(2_000, SmallMarket.Price(9_500));
        _world.Put(2_001, SmallMarket.Position(Account, "USD", 2_000));
        Assert.Equal("1:Opened@1 1:Closed@2 | 0:Healthy 1:Liquidatable 1:Healthy", Outcome());
    }

    /// <summary>Time is a record's own: a partition is not reordered within itself, and what comes late is taken late.</summary>
    [Fact]
    public void Position_EarlierThanTheOneBeforeIt_KeepsItsPlaceInItsPartition()
    {
        _world.Put(1_500, SmallMarket.Position(Account, "BTC-PERP", 1_000, 9_900));
        _world.Put(1_200, SmallMarket.Position(Account, "USD", 1_000));
        _world.Put(1_400, SmallMarket.Price(9_950));
        Assert.Equal("1:Opened@0 1:Closed@1 | 1:Liquidatable 1:Healthy", Outcome());
    }

    [Fact]
    public void RemainingInBlock_AcrossAFrame_IsNotJudgedHalfWay()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "BTC-PERP", 1_000, 20_000, remaining: 1));
        _world.Put(2_000, SmallMarket.Price(10_001));
        _world.Put(2_500, SmallMarket.Position(Account, "USD", 20_000));
        Assert.Equal(" | 1:Healthy", Outcome());
    }

    [Fact]
    public void RemainingInBlock_NeverCompleted_IsJudgedAfterItsFrames()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "BTC-PERP", 1_000, 20_000, remaining: 1));
        _world.Put(2_000, SmallMarket.Price(10_001));
        _world.Put(3_000, SmallMarket.Price(10_002));
        _world.Put(4_000, SmallMarket.Price(10_003));
        Assert.Equal("2:Opened@0 2:Escalated@0 | 2:Bankrupt", Outcome());
    }

    [Fact]
    public void Block_KnownByNoFrameYet_IsWaitedFor()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "BTC-PERP", 1_000, 20_000, block: 9));
        _world.Put(2_000, SmallMarket.Price(10_001, block: 8));
        _world.Put(2_500, SmallMarket.Position(Account, "USD", 1, block: 8));
        Assert.Equal("1:Opened@1 1:Escalated@1 | 1:Bankrupt", Outcome());
    }

    [Fact]
    public void Block_ReachedByAFrame_IsJudgedThere()
    {
        _world.Put(1_001, SmallMarket.Position(Account, "BTC-PERP", 1_000, 10_500, block: 9));
        _world.Put(2_000, SmallMarket.Price(10_001, block: 9));
        Assert.Equal("1:Opened@0 1:Escalated@0 | 1:Bankrupt", Outcome());
    }

    /// <summary>Blocks are a venue's: those of another venue's chain say nothing.</summary>
    [Fact]
    public void Block_OfAVenueWithoutBlocks_IsNotWaitedFor()
    {
        _world.Put(1_001, SmallMarket.Position("w:a", "EUR", 5, block: 9));
        Assert.Equal(" | 0:Healthy", Outcome());
    }

    /// <summary>A process that starts before the first keyframe it can read passes over what it cannot understand.</summary>
    [Fact]
    public void Frames_OlderOnesGone_StartAtTheNextKeyframe()
    {
        for (int second = 2; second <= 6; second++)
        {
            _world.Put(second * 1_000, SmallMarket.Price(10_000 + second));
        }

        _world.Run();
        var frames = _world.Read(_world.Topics.Frames);
        var context = new MemoryContext();
        var processor = new MarginProcessor(
            new MarginTaskOptions(0, PipelineWorld.PartitionCount, 2), _world.Topics, _world.Wire, null!, options => new Engine.MarginEngine(options));
        frames.Skip(1).ToList().ForEach(frame => processor.Process(frame, context));
        Assert.Equal((3, 2, 5), (processor.Counts.FramesBeforeKeyframe, processor.Counts.Frames, processor.LastFrame));
    }

    public static TheoryData<string, string> BrokenSequences() => new()
    {
        { "gap", "expected frame 1 at offset 2, but it is 2: frames are missing" },
        { "tombstone", "expected a Frame, but it is a tombstone" },
        { "another record", "expected a Frame, but it is a Venue" },
        { "undecodable", "MagicByteUnknown" },
        { "digest", "the market vector does not have the frame's digest" },
    };

    /// <summary>The frames are our own. What is wrong there would make every later decision wrong, so the task stops.</summary>
    [Theory]
    [MemberData(nameof(BrokenSequences))]
    public void Frames_BrokenSequence_StopsTheTask(string what, string error)
    {
        _world.Put(2_000, SmallMarket.Price(10_001));
        _world.Put(3_000, SmallMarket.Price(10_002));
        _world.Run();
        var frames = _world.Read(_world.Topics.Frames);
        var processor = new MarginProcessor(
            new MarginTaskOptions(0, PipelineWorld.PartitionCount, 2), _world.Topics, _world.Wire, null!, options => new Engine.MarginEngine(options));
        processor.Process(frames[0], new MemoryContext());
        Streams.LogRecord broken = what switch
        {
            "gap" => frames[2],
            "tombstone" => frames[1] with { Value = null },
            "another record" => frames[1] with { Value = _world.Bytes(SmallMarket.Venue, _world.Topics.Frames) },
            "undecodable" => frames[1] with { Value = [1] },
            _ => frames[1] with { Value = _world.Bytes(_world.Decode<Frame>(frames[1]) with { Digest = new byte[16] }, _world.Topics.Frames) },
        };
        var failure = Assert.Throws<InvalidDataException>(() => processor.Process(broken, new MemoryContext()));
        Assert.Contains(error, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_SeenBefore_IsADeadLetterAndNothingElse()
    {
        _world.Put(2_000, SmallMarket.Price(10_001));
        _world.Run();
        var frames = _world.Read(_world.Topics.Frames);
        var context = new MemoryContext();
        var processor = new MarginProcessor(
            new MarginTaskOptions(0, PipelineWorld.PartitionCount, 2), _world.Topics, _world.Wire, null!, options => new Engine.MarginEngine(options));
        frames.ForEach(frame => processor.Process(frame, context));
        processor.Process(frames[0] with { Offset = 9 }, context);
        Assert.Equal(["margin.frames-0 9 FrameNotMonotone: expected frame 2, but it is 0"], context.DeadLetters);
        Assert.Equal(1, processor.LastFrame);
    }
}
