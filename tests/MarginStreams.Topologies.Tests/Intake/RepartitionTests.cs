using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Oracle;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// However an indexer chooses the partitions of accounts, the intake leads to what direct partitioning leads to; and what names a record of positions, names
/// the one that the indexer wrote.
/// </summary>
public sealed class RepartitionTests(ITestOutputHelper output)
{
    private const int WorldCount = 30;
    private const int RecordCount = 150;
    private static readonly PipelineOptions Direct = new() { PartitionCount = PipelineWorld.PartitionCount, Oracle = new OracleOptions { KeyframeEvery = 4 } };
    private static readonly PipelineOptions Repartition = Direct with { Partitioning = PositionPartitioning.Repartition };

    [Fact]
    public void Run_AccountsInRandomPartitions_GivesWhatDirectPartitioningGives()
    {
        int triggerCount = 0, letterCount = 0, elsewhereCount = 0;
        for (int seed = 0; seed < WorldCount; seed++)
        {
            var direct = new PipelineWorld(Direct);
            List<LogRecord> input = RecordWorld.Records(seed, RecordCount).FindAll(record => IsRightlyPlaced(record, direct));
            input.ForEach(record => direct.Put(record with { Offset = -1 }));
            direct.Run();
            PipelineWorld repartitioned = RunRepartitioned(seed, input, direct);

            List<LiquidationTrigger> triggers = Triggers(repartitioned);
            Assert.Equal(Triggers(direct).Select(Text), triggers.Select(Text));
            Assert.Equal(Statuses(direct), Statuses(repartitioned));
            Assert.Equal(Letters(direct), Letters(repartitioned));
            foreach (LiquidationTrigger trigger in triggers)
            {
                Assert.Equal(trigger.Account, AccountAt(repartitioned, trigger.Inputs.PositionPartition, trigger.Inputs.PositionOffset));
                Assert.Equal(trigger.Account, AccountAt(repartitioned, trigger.Episode.Partition, trigger.Episode.PositionOffset));
            }

            triggerCount += triggers.Count;
            letterCount += Letters(repartitioned).Count;
            elsewhereCount += triggers.Count(trigger => trigger.Inputs.PositionPartition != PipelineWorld.PartitionOf(trigger.Account));
        }

        output.WriteLine($"{triggerCount} triggers, {elsewhereCount} of accounts that were in another partition, {letterCount} dead letters");
        Assert.True(elsewhereCount > WorldCount && letterCount > WorldCount, "too little happened to prove anything");
    }

    [Theory]
    [InlineData(PositionPartitioning.Direct)]
    [InlineData(PositionPartitioning.Repartition)]
    public void Start_StateOfTheOtherPartitioning_IsRefused(PositionPartitioning first)
    {
        PositionPartitioning second = first == PositionPartitioning.Direct ? PositionPartitioning.Repartition : PositionPartitioning.Direct;
        var world = new PipelineWorld(Direct with { Partitioning = first });
        world.Put(1_000, SmallMarket.Definitions);
        world.Put(1_000, SmallMarket.Price(10_000, 990));
        world.Put(1_001, SmallMarket.Position("v:a", "USD", 1_000), SmallMarket.Position("v:b", "USD", 1_000));
        world.Run();
        (_, SoloTask margin) = new Pipeline(
            world.Log,
            Direct with { Partitioning = second },
            world.Wire,
            TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance).CreateMargin(PipelineWorld.PartitionOf("v:a"));
        using (margin)
        {
            var refused = Assert.Throws<InvalidDataException>(margin.Start);
            Assert.Contains("another application id", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Each record is copied when it comes, as in a service; then the oracle and the partitions run.</summary>
    private static PipelineWorld RunRepartitioned(int seed, List<LogRecord> input, PipelineWorld direct)
    {
        var world = new PipelineWorld(Repartition)
        {
            SourcePartitionOf = account => AccountPartitioner.PartitionOf($"{seed} {account}", PipelineWorld.SourcePartitionCount),
        };
        SoloTask[] intakes = world.Intakes(world.Pipeline(world.Log));
        Array.ForEach(intakes, intake => intake.Start());
        foreach (LogRecord record in input)
        {
            world.Put(record with { Offset = -1, Partition = record.Topic == direct.Topics.Positions ? SourceOf(record, world) : record.Partition });
            SoloTasks.RunToEnd(intakes, TestContext.Current.CancellationToken);
        }

        Array.ForEach(intakes, intake => intake.Dispose());
        world.Run();
        return world;
    }

    /// <summary>What stands in the wrong partition is a dead letter directly, and none where the intake looks for the right one.</summary>
    private static bool IsRightlyPlaced(LogRecord record, PipelineWorld world) =>
        record.Topic != world.Topics.Positions || record.Key is null || record.Partition == PipelineWorld.PartitionOf(AccountOf(record));

    private static int SourceOf(LogRecord record, PipelineWorld world) => world.SourcePartitionOf(AccountOf(record));

    private static string AccountOf(LogRecord record) => record.Key is null ? "" : Encoding.UTF8.GetString(record.Key).Split('/')[0];

    private static List<LiquidationTrigger> Triggers(PipelineWorld world) => [.. world.Read<LiquidationTrigger>(world.Topics.LiquidationTriggers)];

    /// <summary>Everything but the place of the position: ids are made of it.</summary>
    private static string Text(LiquidationTrigger trigger) => PipelineWorld.Json(trigger with
    {
        TriggerId = "",
        Episode = trigger.Episode with { Partition = 0, PositionOffset = 0 },
        Inputs = trigger.Inputs with { PositionPartition = 0, PositionOffset = 0 },
    });

    private static List<string> Statuses(PipelineWorld world) =>
    [
        .. world.Read<AccountStatus>(world.Topics.AccountStatus)
            .Select(status => PipelineWorld.Json(status with { PositionPartition = 0, PositionOffset = 0 })),
    ];

    /// <summary>Reasons, keys, values and times.</summary>
    private static List<string> Letters(PipelineWorld world) =>
    [
        .. world.Read(world.Topics.DeadLetters)
            .Select(letter => letter with { Offset = 0, Partition = 0, Headers = [.. letter.Headers.Where(header => header.Name == "ms.reason")] })
            .Select(CommittedText.Of)
            .Order(StringComparer.Ordinal),
    ];

    private static string AccountAt(PipelineWorld world, int partition, long offset) =>
        AccountOf(world.Read(world.Topics.Positions).Single(record => record.Partition == partition && record.Offset == offset));
}
