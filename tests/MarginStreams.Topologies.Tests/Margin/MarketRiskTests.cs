using System.Numerics;
using System.Text;
using CsCheck;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Oracle;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>The topic of markets' risks: what it says, when, and that it never says the same twice.</summary>
public sealed class MarketRiskTests
{
    private const string Account = "v:a";
    private const long EveryMs = 60_000;
    private readonly PipelineWorld _world = World(EveryMs);

    /// <summary>1 BTC bought at 100.00 with 10.00 of cash needs 6 % of its value: liquidatable below 95.74, so at 95.00 and at 90.00.</summary>
    [Fact]
    public void Record_OneLong_HoldsOpenInterestAndTheLadder()
    {
        Put(_world);
        _world.Run();
        LogRecord told = Assert.Single(_world.Read(_world.Topics.MarketRisk));
        int partition = PipelineWorld.PartitionOf(Account);
        string expected = $$"""
            {"instrument":"BTC-PERP","partition":{{partition}},"frame":0,"streamTimeMs":1000,"longSize":"1000","shortSize":"0","ladder":[
            {"price":"9000","isolatedNotional":"9000","crossNotionalEstimate":"0"},
            {"price":"9500","isolatedNotional":"9500","crossNotionalEstimate":"0"},
            {"price":"10500","isolatedNotional":"0","crossNotionalEstimate":"0"},
            {"price":"11000","isolatedNotional":"0","crossNotionalEstimate":"0"}]}
            """;
        Assert.Equal(expected.ReplaceLineEndings(""), PipelineWorld.Json(_world.Decode<MarketRisk>(told)));
        Assert.Equal(($"BTC-PERP/{partition}", partition, 1_000L), (Encoding.UTF8.GetString(told.Key!), told.Partition, told.TimestampMs));
    }

    [Theory]
    [InlineData(10_000, "1000")]          // told once, though frames go on for three stretches: nothing changed
    [InlineData(10_100, "1000 later")]    // told again once it changed, a stretch later
    public void Record_LaterFrames_OnlyWhereItDiffers(int cents, string expected)
    {
        Put(_world);
        for (int n = 1; n <= 36; n++)
        {
            _world.Put(1_000 + (n * 5_000), SmallMarket.Price(cents, 1_000 + (n * 5_000)));
            if (n % 10 == 0)
            {
                _world.Run();
            }
        }

        _world.Run();
        IEnumerable<string> times = _world.Read<MarketRisk>(_world.Topics.MarketRisk).Select(told => told.StreamTimeMs == 1_000 ? "1000" : "later");
        Assert.Equal(expected, string.Join(' ', times));
    }

    [Fact]
    public void Record_PositionClosed_IsToldOnceWithoutOpenInterest()
    {
        Put(_world);
        _world.Tombstone(2_000, "v:a/BTC-PERP");
        for (int n = 1; n <= 36; n++)
        {
            _world.Put(2_000 + (n * 5_000), SmallMarket.Price(10_000, 2_000 + (n * 5_000)));
        }

        _world.Run();
        Assert.Equal(["1000", "0"], _world.Read<MarketRisk>(_world.Topics.MarketRisk).Select(told => told.LongSize.ToString()));
    }

    [Fact]
    public void Record_TurnedOff_IsNotThere()
    {
        PipelineWorld world = World(everyMs: 0);
        Put(world);
        world.Run();
        Assert.Empty(world.Read(world.Topics.MarketRisk));
    }

    [Theory]
    [InlineData(10_000, "5000 9900 10100 15000")]
    [InlineData(9_999, "4999 9899 10098 14998")]  // 4,999.5, 9,899.01, 10,098.99, 14,998.5
    [InlineData(3, "1 2 3 4")]
    [InlineData(1, "1")]                          // 0, 0, 1, 1
    public void Ladder_StepsOfAPrice_AreFloorsThatRise(int price, string expected)
    {
        var options = new MarketRiskOptions(1, [10_000, 500_000]);
        var writer = new MarketRiskWriter(options, new TopicNames(), _world.Wire, new MarginEngine(new EngineOptions(0)), new MarketView(), 0);
        Assert.Equal(expected, string.Join(' ', writer.Ladder(price)));
    }

    /// <summary>Whatever the times of frames are: at the first frame, and then once in each stretch.</summary>
    [Fact]
    public void IsDue_AnyFrames_OnceAStretchAndNoStretchLeftOut() =>
        Gen.Select(Gen.Long[1, 5_000], Gen.Int[0, 4_000].Array[1, 60], Gen.String).Sample((everyMs, gaps, instrument) =>
        {
            var schedule = new MarketRiskSchedule(everyMs);
            long now = 1_700_000_000_000;
            long stretchMs = (everyMs + MarketRiskSchedule.Slots - 1) / MarketRiskSchedule.Slots * MarketRiskSchedule.Slots;
            long offsetMs = stretchMs / MarketRiskSchedule.Slots * AccountPartitioner.PartitionOf(instrument, MarketRiskSchedule.Slots);
            long? former = null;
            foreach (int gap in gaps)
            {
                now += gap;
                bool isDue = schedule.IsNewSlot(former, now) && schedule.IsDue(instrument, former, now);
                Assert.Equal(former is not { } before || (before - offsetMs) / stretchMs < (now - offsetMs) / stretchMs, isDue);
                former = now;
            }

            Assert.True(stretchMs >= everyMs);
        });

    private static PipelineWorld World(long everyMs) => new(new PipelineOptions
    {
        PartitionCount = PipelineWorld.PartitionCount,
        MarketRisk = new(everyMs, [50_000, 100_000]),
        Oracle = new OracleOptions { KeyframeEvery = 4 },
    });

    private static void Put(PipelineWorld world)
    {
        world.Put(999, SmallMarket.Position(Account, "USD", 1_000, remaining: 1), SmallMarket.Position(Account, "BTC-PERP", 1_000, 10_000));
        world.Put(1_000, SmallMarket.Definitions);
        world.Put(1_000, SmallMarket.Price(10_000, 990), SmallMarket.Price(1_000, feed: "ETH-USD"));
    }
}
