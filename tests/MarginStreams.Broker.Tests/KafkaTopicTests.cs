using Confluent.Kafka.Admin;

namespace MarginStreams.Broker.Tests;

/// <summary>Topics are created as they were asked for.</summary>
public sealed class KafkaTopicTests(BrokerFixture broker)
{
    [Theory]
    [InlineData(true, "compact", null)]
    [InlineData(false, "delete", "-1")]
    public async Task EnsureTopics_Settings_AreTheTopics(bool compacted, string policy, string? retentionMs)
    {
        using KafkaCluster cluster = broker.Connect();
        string name = Records.Name("settings");
        cluster.Admin.EnsureTopics([new TopicSpec(name, 2, compacted, new Dictionary<string, string> { ["segment.ms"] = "123456" })]);
        using Confluent.Kafka.IAdminClient admin =
            new Confluent.Kafka.AdminClientBuilder(new Confluent.Kafka.AdminClientConfig { BootstrapServers = broker.Servers }).Build();
        List<DescribeConfigsResult> described = await admin.DescribeConfigsAsync([new ConfigResource { Name = name, Type = ResourceType.Topic }]);
        Dictionary<string, ConfigEntryResult> settings = described[0].Entries;
        Assert.Equal(policy, settings["cleanup.policy"].Value);
        Assert.True(retentionMs is null || settings["retention.ms"].Value == retentionMs);
        Assert.Equal("123456", settings["segment.ms"].Value);
    }

    [Fact]
    public void EnsureTopics_WrongSetting_SaysWhichTopic()
    {
        using KafkaCluster cluster = broker.Connect();
        string name = Records.Name("settings");
        var refused = Assert.Throws<LogException>(() =>
            cluster.Admin.EnsureTopics([new TopicSpec(name, 1, Compacted: true, new Dictionary<string, string> { ["segment.ms"] = "soon" })]));
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Null(cluster.Admin.PartitionCount(name));
    }

    [Theory]
    [InlineData(true, "compact,delete", "compact")]
    [InlineData(true, "delete", "compact")]
    [InlineData(false, "compact", "delete")]
    public void EnsureTopics_ExistsWithAnotherCleanupPolicy_NamesBoth(bool compacted, string found, string needed)
    {
        using KafkaCluster cluster = broker.Connect();
        string name = Records.Name("policy");
        cluster.Admin.EnsureTopics([new TopicSpec(name, 1, compacted, new Dictionary<string, string> { ["cleanup.policy"] = found })]);
        var mismatch = Assert.Throws<TopicMismatchException>(() => cluster.Admin.EnsureTopics([new TopicSpec(name, 1, compacted)]));
        Assert.Equal($"topic {name} has cleanup.policy {found} where {needed} is needed", mismatch.Message);
    }

    [Fact]
    public void Produce_TopicDoesNotExist_FlushThrowsAndNothingIsCreated()
    {
        using KafkaCluster cluster = broker.Connect(broker.Options() with { DeliveryTimeoutMs = 2_000 });
        string name = Records.Name("missing");
        using ILogProducer producer = cluster.CreateProducer();
        producer.Produce(Records.Number(new(name, 0), 1));
        Assert.ThrowsAny<LogException>(producer.Flush);
        Assert.Null(cluster.Admin.PartitionCount(name));
    }
}
