using MarginStreams.Streams.Tests;

namespace MarginStreams.Broker.Tests;

/// <summary>
/// Kafka keeps the contract of logs where the broker assigns (KIP-848), but for one thing: an instance's name belongs to its first holder until that one
/// leaves or its session ends, so a restart waits for that long.
/// </summary>
public sealed class KafkaConsumerProtocolContract(BrokerFixture broker) : LogContract
{
    /// <inheritdoc/>
    protected override GroupProtocol Protocol => GroupProtocol.Consumer;

    /// <inheritdoc/>
    protected override ILogCluster Connect() => broker.Connect();

    /// <inheritdoc/>
    protected override TimeSpan Pass(TimeSpan time) => time;

    /// <inheritdoc/>
    [Fact]
    public override void JoinGroup_SameInstanceWithinItsSession_GetsItsPartitionsBackAndNobodyElseHears()
    {
        using GroupRoom room = Room(partitions: 4);
        GroupRoom.Member restarted = room.Join("a");
        room.Settle(() => restarted.Owned.Count == 4, restarted);
        restarted.Crash();
        AssertNameIsTaken(room, room.Join("a"));
        Records.Eventually(
            () =>
            {
                GroupRoom.Member again = room.Join("a");
                return Xunit.Record.Exception(() => room.Settle(() => again.Owned.Count == 4, again)) is null;
            },
            "the name was never released");
    }

    /// <inheritdoc/>
    [Fact]
    public override void JoinGroup_SameInstanceTwice_FencesTheFirst()
    {
        using GroupRoom room = Room(partitions: 2);
        GroupRoom.Member first = room.Join("a");
        room.Settle(() => first.Owned.Count == 2, first);
        AssertNameIsTaken(room, room.Join("a"));
        AssertFenced(first.Seat.Metadata(), isFenced: false);
    }

    private static void AssertNameIsTaken(GroupRoom room, GroupRoom.Member second)
    {
        var refused = Assert.Throws<LogException>(() => room.Settle(() => false, second));
        Assert.Contains("UnreleasedInstanceId", refused.Message, StringComparison.Ordinal);
    }
}
