namespace MarginStreams.Streams.Tests;

/// <content>Groups: every partition has one owner, changes of owner are told before they happen, and whoever was left behind cannot commit.</content>
public abstract partial class LogContract
{
    private const int SilenceMs = 6_000;

    [Fact]
    public void Poll_OnlyMember_OwnsAll()
    {
        using GroupRoom room = Room(partitions: 3);
        GroupRoom.Member only = room.Join();
        room.Settle(() => only.Owned.Count == 3, only);
        Assert.Equal(["+0", "+1", "+2"], only.Told);
    }

    [Fact]
    public void Poll_SecondMemberJoins_HalfMovesAndTheRestIsNotInterrupted()
    {
        using GroupRoom room = Room(partitions: 4);
        GroupRoom.Member first = room.Join();
        room.Settle(() => first.Owned.Count == 4, first);
        GroupRoom.Member second = room.Join();
        room.Settle(() => first.Owned.Count == 2 && second.Owned.Count == 2, first, second);
        Assert.Equal(second.Owned.Select(partition => $"-{partition}"), first.Told.Skip(4));
        Assert.Equal(second.Owned.Select(partition => $"+{partition}"), second.Told);
    }

    [Fact]
    public void Poll_MorePartitionsThanMembers_SharesDifferByOneAtMost()
    {
        using GroupRoom room = Room(partitions: 5);
        GroupRoom.Member[] members = [room.Join(), room.Join(), room.Join()];
        room.Settle(() => members.Sum(member => member.Owned.Count) == 5 && members.All(member => member.Owned.Count is 1 or 2), members);
    }

    [Fact]
    public void Poll_MoreMembersThanPartitions_OneOwnsNothing()
    {
        using GroupRoom room = Room(partitions: 1);
        GroupRoom.Member[] members = [room.Join(), room.Join()];
        room.Settle(() => members.Sum(member => member.Owned.Count) == 1, members);
    }

    [Fact]
    public void Leave_OfTwo_OtherGetsAll()
    {
        using GroupRoom room = Room(partitions: 4);
        GroupRoom.Member leaving = room.Join();
        GroupRoom.Member staying = room.Join();
        room.Settle(() => leaving.Owned.Count == 2 && staying.Owned.Count == 2, leaving, staying);
        leaving.Seat.Leave();
        Assert.Empty(leaving.Owned);
        Assert.DoesNotContain(leaving.Told, told => told[0] == '!');
        int kept = staying.Told.Count;
        room.Settle(() => staying.Owned.Count == 4, staying);
        Assert.All(staying.Told.Skip(kept), told => Assert.Equal('+', told[0]));
    }

    [Fact]
    public void Dispose_WithoutLeaving_HeirGetsAllAfterTheSession()
    {
        using GroupRoom room = Room(partitions: 2);
        GroupRoom.Member crashing = room.Join();
        GroupRoom.Member heir = room.Join();
        room.Settle(() => crashing.Owned.Count == 1 && heir.Owned.Count == 1, crashing, heir);
        crashing.Crash();
        room.Settle(() => heir.Owned.Count == 2, heir);
    }

    [Fact]
    public void Poll_AfterLongSilence_EverythingIsLostAndComesBackAsANewShare()
    {
        using GroupRoom room = Room(partitions: 2);
        GroupRoom.Member silent = room.Join();
        GroupRoom.Member heir = room.Join();
        room.Settle(() => silent.Owned.Count == 1 && heir.Owned.Count == 1, silent, heir);
        IGroupMetadata old = silent.Seat.Metadata();
        int had = silent.Forget().Single();
        room.Settle(() => heir.Owned.Count == 2, heir);
        AssertFenced(old, isFenced: true);
        room.Settle(() => silent.Owned.Count == 1 && heir.Owned.Count == 1, silent, heir);
        Assert.Contains($"!{had}", silent.Told);
        AssertFenced(silent.Seat.Metadata(), isFenced: false);
    }

    [Fact]
    public void SendOffsets_GenerationHasPassed_IsFenced()
    {
        using GroupRoom room = Room(partitions: 2);
        GroupRoom.Member first = room.Join();
        room.Settle(() => first.Owned.Count == 2, first);
        IGroupMetadata old = first.Seat.Metadata();
        AssertFenced(old, isFenced: false);
        GroupRoom.Member second = room.Join();
        room.Settle(() => first.Owned.Count == 1 && second.Owned.Count == 1, first, second);
        AssertFenced(old, isFenced: true);
        AssertFenced(first.Seat.Metadata(), isFenced: false);
        AssertFenced(second.Seat.Metadata(), isFenced: false);
    }

    [Fact]
    public void SendOffsets_MemberHasLeft_IsFenced()
    {
        using GroupRoom room = Room(partitions: 1);
        GroupRoom.Member only = room.Join();
        room.Settle(() => only.Owned.Count == 1, only);
        IGroupMetadata old = only.Seat.Metadata();
        only.Seat.Leave();
        GroupRoom.Member next = room.Join();
        room.Settle(() => next.Owned.Count == 1, next);
        AssertFenced(old, isFenced: true);
    }

    [Fact]
    public void Revoked_TransactionOpen_CanStillCommitItsOffsets()
    {
        TopicPartition output = OnePartition();
        using GroupRoom room = Room(partitions: 2);
        GroupRoom.Member first = room.Join();
        room.Settle(() => first.Owned.Count == 2, first);
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(producer, output, "last");
        first.OnRevoked = () =>
        {
            producer.SendOffsets([At(output, 7)], first.Seat.Metadata());
            producer.Commit();
        };
        GroupRoom.Member second = room.Join();
        room.Settle(() => first.Owned.Count == 1 && second.Owned.Count == 1, first, second);
        using ILogConsumer consumer = Reader(output);
        Assert.Equal("last", Text(Next(consumer)));
    }

    [Fact]
    public virtual void JoinGroup_SameInstanceWithinItsSession_GetsItsPartitionsBackAndNobodyElseHears()
    {
        using GroupRoom room = Room(partitions: 4);
        GroupRoom.Member restarted = room.Join("a");
        GroupRoom.Member other = room.Join("b");
        room.Settle(() => restarted.Owned.Count == 2 && other.Owned.Count == 2, restarted, other);
        int told = other.Told.Count;
        int[] had = [.. restarted.Owned];
        restarted.Crash();
        GroupRoom.Member again = room.Join("a");
        room.Settle(() => again.Owned.SetEquals(had), again, other);
        Assert.Equal(told, other.Told.Count);
        AssertFenced(again.Seat.Metadata(), isFenced: false);
    }

    [Fact]
    public virtual void JoinGroup_SameInstanceTwice_FencesTheFirst()
    {
        using GroupRoom room = Room(partitions: 2);
        GroupRoom.Member first = room.Join("a");
        room.Settle(() => first.Owned.Count == 2, first);
        IGroupMetadata old = first.Seat.Metadata();
        first.Forget();
        GroupRoom.Member second = room.Join("a");
        room.Settle(() => second.Owned.Count == 2, second);
        AssertFenced(old, isFenced: true);
        Assert.Throws<GroupFencedException>(() => room.Settle(() => false, first));
    }

    [Fact]
    public void SendOffsets_NoMemberNamed_StandsBesideTheGroupsMembers()
    {
        using GroupRoom room = Room(partitions: 1, out string group);
        GroupRoom.Member only = room.Join();
        room.Settle(() => only.Owned.Count == 1, only);
        using ILogConsumer consumer = Cluster.CreateConsumer(group);
        AssertFenced(consumer.GroupMetadata(), isFenced: false);
    }

    private protected GroupRoom Room(int partitions) => Room(partitions, out _);

    private GroupRoom Room(int partitions, out string group)
    {
        group = Name("group");
        var options = new GroupOptions(group, Topic(partitions)) { Protocol = Protocol, SessionTimeoutMs = SilenceMs, MaxPollIntervalMs = SilenceMs };
        return new GroupRoom(Cluster, options, Pass);
    }

    private protected void AssertFenced(IGroupMetadata standing, bool isFenced)
    {
        TopicPartition output = OnePartition();
        using ITransactionalProducer producer = Cluster.CreateTransactionalProducer(Name("tx"));
        WriteTransaction(producer, output, "a");
        Exception? thrown = Xunit.Record.Exception(() => producer.SendOffsets([At(output, 3)], standing));
        Assert.Equal(isFenced, thrown is GroupFencedException);
        Assert.True(isFenced || thrown is null, thrown?.Message);
        producer.Abort();
    }
}
