using System.Text;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Engine.Reference;
using MarginStreams.Oracle;
using MarginStreams.Streams;

namespace MarginStreams.Topologies.Tests;

/// <summary>Both topologies on the log, over random worlds: what is committed is what brute force gives, and no death at a commit changes it.</summary>
public sealed class PipelineTests
{
    private const int WorldCount = 40;
    private const int RecordCount = 150;
    private const int ChunkCount = 25;

    private static readonly PipelineOptions Options = new()
    {
        PartitionCount = PipelineWorld.PartitionCount,
        MaxAwaitFrames = 4,
        MarketRisk = DirectRun.Risks,
        Oracle = new OracleOptions { FrameIntervalMs = 20, FrameMaxUpdates = 6, KeyframeEvery = 4 },
    };

    [Fact]
    public void Run_RandomWorlds_CommitsWhatBruteForceGives()
    {
        for (int seed = 1_000; seed < 1_000 + WorldCount; seed++)
        {
            var world = new PipelineWorld(Options);
            List<LogRecord> input = RecordWorld.Records(seed, RecordCount);
            input.ForEach(world.Put);
            world.Run();
            List<LogRecord> frames = world.Read(world.Topics.Frames);
            var direct = new DirectRun(world, options => new ReferenceEngine(options), isRestoring: false) { FrameOffset = n => frames[n].Offset };
            DirectRun expected = direct.Run(input);
            foreach (string topic in Outputs(world.Topics))
            {
                Assert.Equal(
                    expected.Sent.Where(sent => sent.Topic == topic).Select(sent => Text(world, sent.AsRecord(-1))),
                    world.Read(topic).Select(record => Text(world, record)));
            }

            Assert.Equal(
                expected.DeadLetters.Order(StringComparer.Ordinal),
                world.Read(world.Topics.DeadLetters).Select(LetterText).Order(StringComparer.Ordinal));
            Assert.Equal(expected.Hash, world.StateHash);
        }
    }

    /// <summary>The world comes piece by piece; every process dies as soon as one of its commits stands, and the next one goes on from there.</summary>
    [Fact]
    public void Run_KilledAfterEveryCommit_LeavesTheSameLogs()
    {
        int kills = 0;
        for (int seed = 2_000; seed < 2_000 + WorldCount; seed++)
        {
            PipelineWorld undisturbed = RunInChunks(seed, world => world.Run());
            PipelineWorld killed = RunInChunks(seed, world => kills += RunKillingAtCommits(world));
            Assert.Equal(CommittedText.Of(undisturbed), CommittedText.Of(killed));
            Assert.Equal(
                undisturbed.Read(undisturbed.Topics.DeadLetters).Select(CommittedText.Of), killed.Read(killed.Topics.DeadLetters).Select(CommittedText.Of));
            Assert.Equal(undisturbed.StateHash, killed.StateHash);
        }

        Assert.True(kills > 20 * WorldCount, $"only {kills} kills");
    }

    private static PipelineWorld RunInChunks(int seed, Action<PipelineWorld> run)
    {
        var world = new PipelineWorld(Options);
        foreach (LogRecord[] chunk in RecordWorld.Records(seed, RecordCount).Chunk(ChunkCount))
        {
            Array.ForEach(chunk, world.Put);
            run(world);
        }

        return world;
    }

    private static int RunKillingAtCommits(PipelineWorld world)
    {
        for (int kills = 0; ; kills++)
        {
            bool isDead = false;
            var log = new SteppedCluster(world.Log, step =>
            {
                isDead |= step is { Operation: "Commit", IsAfter: true };
                if (isDead)
                {
                    throw new LogUnreachableException("this process is dead");
                }
            });
            try
            {
                world.Run(log);
                return kills;
            }
            catch (LogUnreachableException)
            {
                // The next process takes over.
            }
        }
    }

    private static string[] Outputs(TopicNames topics) =>
        [topics.Frames, topics.LiquidationTriggers, topics.OpenLiquidations, topics.AccountStatus, topics.MarketRisk];

    /// <summary>A record without its offset; each engine says in its own words why an account cannot be judged.</summary>
    private static string Text(PipelineWorld world, LogRecord record)
    {
        string value = record.Value is null ? "null"
            : record.Topic == world.Topics.AccountStatus ? PipelineWorld.Json(world.Decode<AccountStatus>(record) with { Error = "" })
            : Convert.ToHexString(record.Value);
        return $"{record.TopicPartition} {record.TimestampMs} {Encoding.UTF8.GetString(record.Key!)} {value}";
    }

    private static string LetterText(LogRecord letter)
    {
        Dictionary<string, string> headers = letter.Headers.ToDictionary(header => header.Name, header => Encoding.UTF8.GetString(header.Value));
        return $"{headers["ms.topic"]}-{headers["ms.partition"]} {headers["ms.offset"]} {headers["ms.reason"]}: {headers["ms.error"]}";
    }
}
