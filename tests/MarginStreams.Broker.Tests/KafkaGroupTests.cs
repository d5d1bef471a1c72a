using System.Diagnostics;

namespace MarginStreams.Broker.Tests;

/// <summary>Membership in a group of a real broker, with both protocols: who owns what after joining, leaving, crashing and silence.</summary>
public sealed class KafkaGroupTests(BrokerFixture broker) : IDisposable
{
    private const int Partitions = 4;
    private readonly KafkaCluster _cluster = broker.Connect();
    private readonly string _topic = Records.Name("shared");
    private readonly string _group = Records.Name("group");

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public void Join_Two_ShareAndOneThatLeavesHandsOverAtOnce(GroupProtocol protocol)
    {
        CreateTopic();
        using var first = new Member(_cluster, Options(protocol));
        Records.Eventually(() => first.Owned.Count == Partitions, "one member does not own everything");
        using var second = new Member(_cluster, Options(protocol));
        Records.Eventually(() => first.Owned.Count == 2 && second.Owned.Count == 2, "two members do not share");
        Assert.Equal(Enumerable.Range(0, Partitions), first.Owned.Concat(second.Owned).Order());

        long startedAt = Stopwatch.GetTimestamp();
        second.Leave();
        Assert.Empty(second.Owned);
        Records.Eventually(() => first.Owned.Count == Partitions, "what was left has no owner");
        Assert.True(Stopwatch.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(5), "the farewell was not heard");
        Assert.Equal(0, first.Losses + second.Losses);
        Assert.Null(first.Failed);
    }

    [Fact]
    public void Dispose_WithoutLeaving_KeepsItsPartitionsUntilTheSessionEnds()
    {
        CreateTopic();
        var crashed = new Member(_cluster, Options());
        Records.Eventually(() => crashed.Owned.Count == Partitions, "one member does not own everything");
        using var heir = new Member(_cluster, Options());
        Records.Eventually(() => heir.Owned.Count == 2, "two members do not share");
        long startedAt = Stopwatch.GetTimestamp();
        crashed.Dispose();
        Assert.Equal(2, crashed.Owned.Count);
        Records.Eventually(() => heir.Owned.Count == Partitions, "what the crashed one owned has no owner");
        Assert.InRange(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, 3, 15);
    }

    [Fact]
    public void Poll_ListenerThrows_TheSameExceptionSurfacesAndTheMembershipGoesOn()
    {
        CreateTopic();
        var expected = new InvalidTimeZoneException("mine");
        using var member = new Member(_cluster, Options(), isPolled: false) { OnAssigned = () => throw expected };
        Exception? thrown = null;
        Records.Eventually(() => (thrown = Record.Exception(() => member.Itself.Poll(TimeSpan.FromMilliseconds(50)))) is not null, "nothing surfaced");
        Assert.Same(expected, thrown);
        Assert.Equal(Partitions, member.Owned.Count);
        Records.Eventually(
            () =>
            {
                member.Itself.Poll(TimeSpan.FromMilliseconds(50));
                return member.Itself.UnstableFor == TimeSpan.Zero;
            },
            "the membership did not settle");
    }

    [Theory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task UnstableFor_BrokerIsGone_GrowsUntilItIsBack(GroupProtocol protocol)
    {
        string? home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipWhen(home is null, "KAFKA_HOME is not set: no broker that can be killed");
        await using LocalBroker mortal = await LocalBroker.StartAsync(home);
        using KafkaCluster cluster = broker.Connect(new() { BootstrapServers = mortal.Servers });
        cluster.Admin.EnsureTopics([new TopicSpec(_topic, Partitions, Compacted: false)]);
        using var member = new Member(cluster, Options(protocol));
        Records.Eventually(() => member.Owned.Count == Partitions && member.Itself.UnstableFor == TimeSpan.Zero, "the membership did not settle");
        mortal.Kill();
        Records.Eventually(() => member.Itself.UnstableFor > TimeSpan.FromSeconds(3), "nobody noticed");
        await mortal.StartAgainAsync();
        long startedAt = Stopwatch.GetTimestamp();
        Records.Eventually(() => member.Owned.Count == Partitions && member.Itself.UnstableFor == TimeSpan.Zero, "the membership hangs");
        TestContext.Current.SendDiagnosticMessage("{0}: stable {1} after the broker came back", protocol, Stopwatch.GetElapsedTime(startedAt));
        Assert.Null(member.Failed);
    }

    private GroupOptions Options(GroupProtocol protocol = GroupProtocol.Classic) => new(_group, _topic) { Protocol = protocol };

    private void CreateTopic() => _cluster.Admin.EnsureTopics([new TopicSpec(_topic, Partitions, Compacted: false)]);
}
