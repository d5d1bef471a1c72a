using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using MarginStreams.Cli.Benching;
using Microsoft.Extensions.Logging.Abstractions;
using TopicPartition = MarginStreams.Streams.TopicPartition;

namespace MarginStreams.Broker.Tests.Torture;

/// <summary>Three brokers that keep three copies of everything: one of them dies in the middle, and a storm goes over all of it.</summary>
public sealed class ThreeBrokersTests(ThreeBrokers brokers, TortureFixture torture) : IClassFixture<ThreeBrokers>
{
    private static readonly string[] Replicated = ["--set", "Topics:ReplicationFactor=3", "--set", "Topics:MinInsyncReplicas=2"];

    [Fact]
    public async Task Run_OneOfThreeBrokersKilled_GoesOnWithoutIt()
    {
        var size = new MarketSize(Accounts: 1_500, Minutes: 480, StepMs: 2_500, Partitions: 4);
        LocalBroker[] nodes = await brokers.StartAsync();
        foreach ((Random random, int kills) in torture.Stages(roundsMax: 3))
        {
            using Stage stage = new Stage(brokers.Servers, torture.Market(size), torture, Replicated).WithFrames();
            await AssertReplicated(stage);
            FleetProcess margin = stage.Start("margin");
            for (int i = 0; i < kills; i++)
            {
                stage.AwaitProgress(margin, random.Next(1, 300));
                LocalBroker victim = nodes[random.Next(nodes.Length)];
                victim.Kill();
                long diedAt = Stopwatch.GetTimestamp();
                torture.Figures.Count("brokerKillsOfThree");
                long[] left = stage.Changelog.Highs();
                stage.AwaitHeirs("oneOfThreeKilledToCommitMs", diedAt, [.. Enumerable.Range(0, size.Partitions)], left, margin);
                await victim.StartAgainAsync();
            }

            stage.Finish();
        }
    }

    [Fact]
    public async Task QueryWatermarks_LeaderKilled_TellsWhatStandsThere()
    {
        const int Count = 10;
        LocalBroker[] nodes = await brokers.StartAsync();
        using var cluster = new KafkaCluster(
            new KafkaClusterOptions { BootstrapServers = brokers.Servers, ReplicationFactor = 3, MinInsyncReplicas = 2 }, NullLoggerFactory.Instance);
        TopicPartition[] places = [.. nodes.Select(_ => cluster.CreateTopic("watermarks"))];
        Array.ForEach(places, place => cluster.WriteNumbers(place, Count));
        Assert.All(places, place => Assert.Equal(new(0, Count), cluster.Admin.QueryWatermarks(place)));
        foreach (LocalBroker node in nodes)
        {
            node.Kill();
            Assert.All(places, place => Assert.Equal(new(0, Count), cluster.Admin.QueryWatermarks(place)));
            await node.StartAgainAsync();
        }
    }

    [Fact(Explicit = true)]
    public Task Run_SmallStorm_GivesTheTriggersOfTheReference() => Storm(new(Accounts: 3_000, Minutes: 120, StepMs: 5_000, Partitions: 12, Activity: 0));

    [Fact(Explicit = true)]
    public Task Run_Storm_GivesTheTriggersOfTheReference() => Storm(new(Accounts: 200_000, Minutes: 120, StepMs: 5_000, Partitions: 12, Activity: 0));

    /// <summary>
    /// Three processes serve both roles at once while a crash of prices is read; one of them and one broker are killed. All positions are older than the first
    /// frame, so the order is given, although frames are cut meanwhile.
    /// </summary>
    private async Task Storm(MarketSize size)
    {
        LocalBroker[] nodes = await brokers.StartAsync();
        foreach ((Random random, _) in torture.Stages(roundsMax: 1, oneIn: 5))
        {
            using Stage stage = new(brokers.Servers, torture.Market(size), torture, Replicated);
            FleetProcess[] fleet = stage.StartFleet(3, "all");
            stage.Await("nobody triggers", () => stage.Triggers.Highs().Sum() > size.Partitions, fleet);
            stage.Await("the partitions are not shared", () => Array.TrueForAll(fleet, process => process.Margins.Length == 4), fleet);

            FleetProcess worker = fleet[random.Next(fleet.Length)];
            FleetProcess[] others = [.. fleet.Where(process => process != worker)];
            int[] orphans = worker.Margins;
            worker.Kill();
            long diedAt = Stopwatch.GetTimestamp();
            long[] left = stage.Changelog.Highs();
            nodes[random.Next(nodes.Length)].Kill();
            torture.Figures.Count("stormTriggersBeforeKills", stage.Triggers.Stables().Sum());
            stage.Await("the orphans are not owned", () => orphans.All(p => Array.Exists(others, process => process.Margins.Contains(p))), others);
            torture.Figures.Note("stormOwnedAgainMs", Stopwatch.GetElapsedTime(diedAt));
            stage.AwaitHeirs("stormTakeoverMs", diedAt, orphans, left, others);
            foreach (LocalBroker node in nodes.Where(node => node.HasExited))
            {
                await node.StartAgainAsync();
            }

            stage.Finish("all");
            torture.Figures.Note("stormMs", Stopwatch.GetElapsedTime(diedAt));
        }
    }

    private async Task AssertReplicated(Stage stage)
    {
        using IAdminClient admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers.Servers }).Build();
        string[] topics = [stage.Topics.Positions, stage.Topics.Frames, stage.Topics.LiquidationTriggers, stage.Topics.MarginChangelog];
        DescribeTopicsResult described = await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics));
        Assert.All(described.TopicDescriptions.SelectMany(topic => topic.Partitions), partition => Assert.Equal(3, partition.Replicas.Count));
        List<DescribeConfigsResult> settings = await admin.DescribeConfigsAsync(
            topics.Select(topic => new ConfigResource { Name = topic, Type = ResourceType.Topic }));
        Assert.All(settings, topic => Assert.Equal("2", topic.Entries["min.insync.replicas"].Value));
    }
}
