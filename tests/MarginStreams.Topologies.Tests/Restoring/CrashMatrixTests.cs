using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Oracle;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// One process with all topologies dies at every single operation on the log, before or after it took effect, and a new one takes over: outputs and state
/// equal those of a run without a crash. Offsets may differ, because what was aborted still takes up room; so each trigger's frame offset is looked up and left
/// out.
/// </summary>
public sealed class CrashMatrixTests
{
    private static readonly PipelineOptions Direct = new()
    {
        PartitionCount = PipelineWorld.PartitionCount,
        MaxAwaitFrames = 3,
        MarketRisk = new(EveryMs: 1_000, StepsPpm: [50_000]),
        Oracle = new OracleOptions { KeyframeEvery = 2 },
    };

    private static readonly PipelineOptions Repartition = Direct with { Partitioning = PositionPartitioning.Repartition };

    /// <summary>What the world comes in: each piece is there in full before a process reads it.</summary>
    private static readonly Action<PipelineWorld>[] Pieces =
    [
        world =>
        {
            world.Put(1_000, SmallMarket.Definitions);
            world.Put(1_000, SmallMarket.Price(10_000, 990, block: 5));
            world.Put(1_001, SmallMarket.Position("v:a", "USD", 1_000, remaining: 1), SmallMarket.Position("v:a", "BTC-PERP", 1_000, 10_000));
            world.Put(1_001, SmallMarket.Position("v:b", "BTC-PERP", 1_000, 9_000, block: 6), SmallMarket.Position("v:c", "NEVER", 1));
        },
        world =>
        {
            world.Put(2_000, SmallMarket.Price(9_500, 1_990, block: 6));
            world.Put(2_001, SmallMarket.Position("w:a", "USD", 1));
            world.Put(2_002, SmallMarket.Position("v:a", "USD", 400));
            world.Put(3_000, SmallMarket.Price(-1), SmallMarket.Venue with { TriggerTtlMs = 500 });
        },
        world =>
        {
            world.Put(4_000, SmallMarket.Price(9_900, 3_990));
            world.Tombstone(4_001, "v:b/BTC-PERP");
            world.Put(5_000, SmallMarket.Price(11_000, 4_990));
        },
    ];

    [Theory]
    [InlineData(PositionPartitioning.Direct)]
    [InlineData(PositionPartitioning.Repartition)]
    public void Undisturbed_World_HoldsWhatACrashCouldBreak(PositionPartitioning partitioning)
    {
        PipelineWorld world = Run(partitioning, _ => { });
        Assert.Equal(
            ["v:a Opened", "v:a Updated", "v:a Escalated", "v:a Closed", "v:b Opened", "v:b Closed"],
            world.Read<LiquidationTrigger>(world.Topics.LiquidationTriggers).OrderBy(trigger => trigger.Account, StringComparer.Ordinal)
                .Select(trigger => $"{trigger.Account} {trigger.Event}"));
        Assert.Equal(
            ["NotPositive", "UnknownInstrument", "VenueMismatch"],
            world.Read(world.Topics.DeadLetters).Select(ReasonOf).Order(StringComparer.Ordinal));
        Assert.Equal(5, world.Read(world.Topics.Frames).Count);
        Assert.NotEmpty(world.Read(world.Topics.MarketRisk));
    }

    [Theory]
    [InlineData(PositionPartitioning.Direct, false)]
    [InlineData(PositionPartitioning.Direct, true)]
    [InlineData(PositionPartitioning.Repartition, false)]
    [InlineData(PositionPartitioning.Repartition, true)]
    public void Crash_AtEveryOperation_NothingIsLostOrDoubled(PositionPartitioning partitioning, bool after)
    {
        int steps = 0;
        PipelineWorld undisturbed = Run(partitioning, _ => steps++);
        string expected = Text(undisturbed);
        steps /= 2;
        Assert.True(steps > 500, "too few operations to be worth a crash");
        for (int crash = 1; crash <= steps; crash++)
        {
            int count = 0;
            bool isDead = false, hasDied = false;
            PipelineWorld world = Run(
                partitioning,
                step =>
                {
                    count += step.IsAfter ? 0 : 1;
                    isDead |= !hasDied && count == crash && step.IsAfter == after;
                    if (isDead)
                    {
                        hasDied = true;
                        throw new LogUnreachableException("this process is dead");
                    }
                },
                () => isDead = false);
            Assert.True(hasDied, $"there is no operation {crash}");
            Assert.True(expected == Text(world), $"crash {(after ? "after" : "before")} operation {crash} of {steps}");
            Assert.Equal(undisturbed.StateHash, world.StateHash);
        }
    }

    private static PipelineWorld Run(PositionPartitioning partitioning, Action<Step> at, Action? restart = null)
    {
        var world = new PipelineWorld(partitioning == PositionPartitioning.Direct ? Direct : Repartition);
        foreach (Action<PipelineWorld> piece in Pieces)
        {
            piece(world);
            try
            {
                world.Run(new SteppedCluster(world.Log, at));
            }
            catch (LogUnreachableException)
            {
                restart!();
                world.Run(new SteppedCluster(world.Log, at));
            }
        }

        return world;
    }

    private static string Text(PipelineWorld world)
    {
        TopicNames topics = world.Topics;
        Dictionary<long, long> frames = world.Read(topics.Frames).ToDictionary(record => record.Offset, record => world.Decode<Frame>(record).Number);
        IEnumerable<string> triggers = world.Read<LiquidationTrigger>(topics.LiquidationTriggers).Select(trigger =>
        {
            Assert.Equal(trigger.Frame, frames[trigger.Inputs.FrameOffset]);
            return PipelineWorld.Json(trigger with { Inputs = trigger.Inputs with { FrameOffset = 0 } });
        });
        string[] ordered = [topics.Frames, topics.OpenLiquidations, topics.AccountStatus, topics.MarketRisk];

        // Several tasks write to one partition of these, in whatever order.
        string[] mixed = [topics.DeadLetters, .. world.IsRepartitioned ? [topics.AccountPositions] : Array.Empty<string>()];
        IEnumerable<string> others = ordered.SelectMany(topic => Lines(world, topic))
            .Concat(mixed.SelectMany(topic => Lines(world, topic).Order(StringComparer.Ordinal)));
        return string.Join('\n', triggers.Concat(others));
    }

    private static IEnumerable<string> Lines(PipelineWorld world, string topic) =>
        world.Read(topic).Select(record => CommittedText.Of(record with { Offset = 0 }));

    private static string ReasonOf(LogRecord letter) =>
        System.Text.Encoding.UTF8.GetString(letter.Headers.First(header => header.Name == "ms.reason").Value);
}
