using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Oracle;
using MarginStreams.Risk;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>The frames as a reader finds them in the log: numbered without gaps, complete in keyframes, with the digest of all they told.</summary>
public sealed class FrameTests
{
    private readonly PipelineWorld _world = new();

    private List<Frame> Frames() => _world.Read<Frame>(_world.Topics.Frames);

    [Fact]
    public void Frames_ManyPrices_AreNumberedWithoutGapsAndKeepTheirDigest()
    {
        _world.Put(1_000, SmallMarket.Definitions);
        for (int i = 1; i <= 10; i++)
        {
            _world.Put(1_000 * i, SmallMarket.Price(10_000 + i, 1_000 * i));
        }

        _world.Run();
        List<Frame> frames = Frames();
        Assert.Equal(Enumerable.Range(0, 10).Select(n => (long)n), frames.Select(frame => frame.Number));
        Assert.Equal([0, 4, 8], frames.Where(frame => frame.Keyframe).Select(frame => frame.Number));
        Assert.Equal("0123456789", string.Concat(_world.Read(_world.Topics.Frames).Select(record => Encoding.UTF8.GetString(record.Key!))));

        var vector = new Dictionary<string, MarketValues>();
        foreach (Frame frame in frames)
        {
            frame.Instruments.ToList().ForEach(entry => vector[entry.Instrument] = new(
                entry.Price, entry.PriceLow, entry.PriceHigh, entry.FundingIndex, entry.DepositIndex, entry.BorrowIndex));
            var digest = new VectorDigest();
            vector.ToList().ForEach(entry => digest.Replace(entry.Key, null, entry.Value));
            Assert.Equal(digest.ToBytes(), frame.Digest);
        }
    }

    [Fact]
    public void Keyframe_Vector_HoldsEveryDefinitionAndValue()
    {
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(1_000, SmallMarket.Price(7, feed: "ETH-USD", round: 5));
        for (int i = 2; i <= 5; i++)
        {
            _world.Put(1_000 * i, SmallMarket.Price(10_000 + i));
        }

        _world.Run();
        Frame keyframe = Frames()[4];
        Assert.True(keyframe.Keyframe);
        Assert.Equal(["BTC-PERP", "DAI", "ETH", "EUR", "USD"], keyframe.Instruments.Select(entry => entry.Instrument));
        Assert.Equal(["v", "w"], keyframe.Venues.Select(entry => entry.Venue));
        Assert.All(keyframe.Instruments, entry => Assert.NotNull(entry.Definition));
        Assert.Equal(PipelineWorld.Json(SmallMarket.Venue), PipelineWorld.Json(keyframe.Venues[0].Definition!));
        Assert.Equal(PipelineWorld.Json(SmallMarket.Bitcoin), PipelineWorld.Json(keyframe.Instruments[0].Definition!));
        FrameInstrument ether = keyframe.Instruments[2];
        Assert.Equal((7, 7, 7), (ether.Price, ether.PriceLow, ether.PriceHigh));
        Assert.Equal(("s", 5, 0, 0L), (ether.Source, ether.Round, ether.SourcePartition, ether.SourceOffset));
        Assert.Equal([PriceStatus.Live, PriceStatus.Unknown], [ether.Status, keyframe.Instruments[1].Status]);
        Assert.Equal(-1, keyframe.Instruments[1].SourceOffset);
    }

    [Fact]
    public void Frame_BetweenKeyframes_HoldsOnlyWhatChanged()
    {
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(2_000, SmallMarket.Price(10_000, 1_990, block: 8));
        _world.Put(3_000, SmallMarket.Venue with { TriggerTtlMs = 5 });
        _world.Run();
        List<Frame> frames = Frames();
        FrameVenue venue = Assert.Single(frames[1].Venues);
        Assert.Null(venue.Definition);
        Assert.Equal(("v", 8), (venue.Venue, venue.BlockNumber));
        Assert.Equal("BTC-PERP", Assert.Single(frames[1].Instruments).Instrument);
        Assert.Null(frames[1].Instruments[0].Definition);
        venue = Assert.Single(frames[2].Venues);
        Assert.Equal(("v", 5, 8), (venue.Venue, venue.Definition!.TriggerTtlMs, venue.BlockNumber));
        Assert.Empty(frames[2].Instruments);
    }

    /// <summary>A crash before the oracle's commit leaves neither frame nor state, one after it leaves both.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commit_Crash_FramesAndStateGoTogether(bool after)
    {
        _world.Put(1_000, SmallMarket.Definitions);
        _world.Put(1_000, SmallMarket.Price(10_000));
        var dying = new SteppedCluster(_world.Log, step =>
        {
            if (step.Operation == "Commit" && step.IsAfter == after)
            {
                throw new LogUnreachableException("this process is dead");
            }
        });
        Assert.Throws<LogUnreachableException>(() => _world.Run(dying));
        Assert.Equal(after ? 1 : 0, _world.Read(_world.Topics.Frames).Count);
        Assert.Equal(after, _world.Read(_world.Topics.OracleChangelog).Count > 0);

        _world.Run();
        Assert.Equal([0], Frames().Select(frame => frame.Number));
        _world.Put(2_000, SmallMarket.Price(10_001));
        _world.Run();
        Assert.Equal([0, 1], Frames().Select(frame => frame.Number));
    }

    [Fact]
    public void Definition_OfALaterTime_IsRefusedRatherThanAppliedTooEarly()
    {
        _world.Put(1_000, SmallMarket.Venue with { EffectiveAtMs = 1_000 });
        _world.Put(1_000, SmallMarket.Venue with { EffectiveAtMs = 1_001, TriggerTtlMs = 1 });
        _world.Run();
        Assert.Equal(1_000, Assert.Single(Assert.Single(Frames()).Venues).Definition!.EffectiveAtMs);
        Assert.Single(_world.Read(_world.Topics.DeadLetters));
    }

    /// <summary>Two sources of one feed may write to different partitions: the price is the one that came last, before and after a restart.</summary>
    [Fact]
    public void Restart_SourcesInSeveralPartitions_KeepTheOrderInWhichTheyCame()
    {
        var world = new PipelineWorld();
        var processor = new OracleProcessor(new OracleOptions(), world.Topics, world.Wire);
        var context = new MemoryContext();
        void Process(OracleProcessor oracle, object record, int partition, long offset, long timestampMs)
        {
            string topic = world.TopicOf(record);
            byte[] key = Encoding.UTF8.GetBytes(RecordKeys.Of(record));
            oracle.Process(new LogRecord(topic, partition, offset, timestampMs, key, world.Bytes(record, topic), []), context);
        }

        Process(processor, SmallMarket.Venue, 0, 0, 1_000);
        Process(processor, SmallMarket.Bitcoin, 0, 0, 1_000);
        Process(processor, SmallMarket.Price(1, source: "b"), 1, 0, 1_001);
        Process(processor, SmallMarket.Price(2, source: "a"), 0, 7, 1_002);
        processor.BeforeCommit(context);
        OracleProcessor restored = context.Restore(new OracleProcessor(new OracleOptions(), world.Topics, world.Wire));
        restored.Idle(context);
        Frame frame = world.Decode<Frame>(context.Forwarded.Single().AsRecord(0));
        Assert.Equal(2, frame.Instruments.Single().Price);

        // And the other way round: the later offset came first.
        Process(processor, SmallMarket.Price(3, source: "b"), 1, 1, 1_003);
        processor.BeforeCommit(context);
        restored = context.Restore(new OracleProcessor(new OracleOptions(), world.Topics, world.Wire));
        restored.Idle(context);
        frame = world.Decode<Frame>(context.Forwarded.Last().AsRecord(0));
        Assert.Equal((3, "b"), (frame.Instruments.Single().Price, frame.Instruments.Single().Source));
    }
}
