using System.Globalization;
using System.Text;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// A record that cannot be used becomes exactly one dead letter, with its place, the reason and its bytes, and does nothing else: everything that is committed
/// is, byte for byte, what a log without the record leads to. Dead letter and progress are one transaction.
/// </summary>
public sealed class BadInputTests
{
    private const string Account = "v:a";
    private static readonly string Other =
        Enumerable.Range(0, 9).Select(n => $"v:{n}").First(id => PipelineWorld.PartitionOf(id) != PipelineWorld.PartitionOf(Account));

    [Theory]
    [MemberData(nameof(BadRecordTable.Positions), MemberType = typeof(BadRecordTable))]
    public void Position_ThatCannotBeUsed_IsOneDeadLetterAndNothingElse(BadRecord bad) => Check(bad);

    [Theory]
    [MemberData(nameof(BadRecordTable.Oracle), MemberType = typeof(BadRecordTable))]
    public void OracleInput_ThatCannotBeUsed_IsOneDeadLetterAndNothingElse(BadRecord bad) => Check(bad);

    private static void Check(BadRecord bad)
    {
        (PipelineWorld with, LogRecord record) = World(bad, isThere: true);
        (PipelineWorld without, _) = World(bad, isThere: false);

        // The commit that would carry the dead letter does not happen: it is not there.
        Assert.True(CrashWhenCommitting(with, record), "nothing would be committed");
        Assert.Empty(with.Read(with.Topics.DeadLetters));

        with.Run();
        without.Run();
        CheckLetter(bad, record, Assert.Single(with.Read(with.Topics.DeadLetters)));
        Assert.Empty(without.Read(without.Topics.DeadLetters));
        Assert.Equal(without.StateHash, with.StateHash);
        Assert.Equal(4, with.Read(with.Topics.LiquidationTriggers).Count);

        // A process that starts now reads none of it again.
        with.Run();
        Assert.Single(with.Read(with.Topics.DeadLetters));
        Assert.Equal(without.StateHash, with.StateHash);

        (with, _) = World(bad, isThere: true);
        with.Run();
        Assert.Equal(CommittedText.Of(without), CommittedText.Of(with));
    }

    private static void CheckLetter(BadRecord bad, LogRecord source, LogRecord letter)
    {
        Assert.Equal(source.Key, letter.Key);
        Assert.Equal(source.Value, letter.Value);
        Assert.Equal(source.Partition, letter.Partition);
        Dictionary<string, string> headers = letter.Headers.ToDictionary(header => header.Name, header => Encoding.UTF8.GetString(header.Value));
        Assert.Equal(["ms.topic", "ms.partition", "ms.offset", "ms.timestamp", "ms.reason", "ms.error", "trace"], letter.Headers.Select(header => header.Name));
        Assert.Equal(bad.Reason, headers["ms.reason"]);
        Assert.Contains(bad.Error, headers["ms.error"], StringComparison.Ordinal);
        Assert.NotEmpty(headers["ms.error"]);
        Assert.Equal(source.Topic, headers["ms.topic"]);
        Assert.Equal(
            $"{source.Partition} {source.Offset} {source.TimestampMs} t1",
            $"{headers["ms.partition"]} {headers["ms.offset"]} {headers["ms.timestamp"]} {headers["trace"]}");
    }

    /// <summary>Dies at the first commit of the task that reads the record: whether there was one.</summary>
    private static bool CrashWhenCommitting(PipelineWorld world, LogRecord record)
    {
        bool isOracles = record.Topic != world.Topics.Positions;
        if (!isOracles)
        {
            // The frames come from a process of its own, so that the first commit below is that of a margin task.
            (_, SoloTask oracle) = world.Pipeline(world.Log).CreateOracle();
            using (oracle)
            {
                oracle.Start();
                SoloTasks.RunToEnd([oracle], TestContext.Current.CancellationToken);
            }
        }

        Pipeline pipeline = world.Pipeline(new SteppedCluster(world.Log, step =>
        {
            if (step.Operation == "Commit")
            {
                throw new LogUnreachableException("this process is dead");
            }
        }));
        using SoloTask task = isOracles ? pipeline.CreateOracle().Task : pipeline.CreateMargin(record.Partition).Task;
        task.Start();
        try
        {
            SoloTasks.RunToEnd([task], TestContext.Current.CancellationToken);
            return false;
        }
        catch (LogUnreachableException)
        {
            return task.Counts.DeadLetters.Values.Sum() == 1;
        }
    }

    /// <summary>Good records before and after, in both partitions; the place of a record that is not there stays empty, as after compaction.</summary>
    private static (PipelineWorld World, LogRecord Bad) World(BadRecord bad, bool isThere)
    {
        var world = new PipelineWorld();
        world.Put(1_000, SmallMarket.Definitions);
        world.Put(1_000, SmallMarket.Price(10_000, 990), SmallMarket.Price(100, feed: "ETH-USD"));
        foreach (string account in new[] { Account, Other })
        {
            world.Put(1_001, SmallMarket.Position(account, "USD", 1_000, remaining: 1), SmallMarket.Position(account, "BTC-PERP", 1_000, 10_000));
        }

        LogRecord record = bad.Make(new BadRecords());
        record = record with { Offset = world.EndOf(record.TopicPartition) };
        world.LeaveGap(record.TopicPartition);
        if (isThere)
        {
            world.Put(record);
        }

        world.Put(2_000, SmallMarket.Price(9_500, 1_990));
        foreach (string account in new[] { Account, Other })
        {
            world.Put(2_001, SmallMarket.Position(account, "USD", 900));
        }

        world.Put(3_000, SmallMarket.Price(9_600, 2_990));
        return (world, record);
    }
}
