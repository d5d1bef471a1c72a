namespace MarginStreams.Streams.Tests;

/// <summary>The members of one group that a test holds, and what they were told: no partition may have two owners that were not told otherwise.</summary>
internal sealed class GroupRoom : IDisposable
{
    private readonly ILogCluster _cluster;
    private readonly GroupOptions _options;
    private readonly Func<TimeSpan, TimeSpan> _pass;
    private readonly List<Member> _members = [];

    public GroupRoom(ILogCluster cluster, GroupOptions options, Func<TimeSpan, TimeSpan> pass)
    {
        _cluster = cluster;
        _options = options;
        _pass = pass;
    }

    private static TimeSpan Round => TimeSpan.FromMilliseconds(100);

    public Member Join(string? instanceId = null)
    {
        var member = new Member(this);
        member.Seat = _cluster.JoinGroup(_options with { InstanceId = instanceId }, member);
        _members.Add(member);
        return member;
    }

    /// <summary>Polls the members in turn until the condition holds, and then some rounds more, through which it must hold.</summary>
    public void Settle(Func<bool> condition, params Member[] members)
    {
        const int RoundsMax = 600;
        const int RoundsAfter = 5;
        int held = 0;
        for (int round = 0; round < RoundsMax && held < RoundsAfter; round++)
        {
            foreach (Member member in members)
            {
                member.Seat.Poll(_pass(Round));
            }

            held = condition() ? held + 1 : 0;
        }

        Assert.True(condition(), string.Join("; ", members.Select(member => $"{member.Seat.Metadata()} owns {string.Join(',', member.Owned)}")));
    }

    public void Dispose() => _members.ForEach(member => member.Seat.Dispose());

    internal sealed class Member(GroupRoom room) : IRebalanceListener
    {
        public IGroupMember Seat { get; set; } = null!;

        public SortedSet<int> Owned { get; } = [];

        /// <summary>What it was told, in order: <c>+</c> assigned, <c>-</c> revoked, <c>!</c> lost.</summary>
        public List<string> Told { get; } = [];

        /// <summary>Called when partitions are revoked, before it lets go of them.</summary>
        public Action OnRevoked { get; set; } = () => { };

        public void Assigned(IReadOnlyCollection<TopicPartition> partitions)
        {
            Tell('+', partitions);
            foreach (TopicPartition partition in partitions)
            {
                Assert.DoesNotContain(room._members, member => member.Owned.Contains(partition.Partition));
                Owned.Add(partition.Partition);
            }
        }

        public void Revoked(IReadOnlyCollection<TopicPartition> partitions)
        {
            OnRevoked();
            Tell('-', partitions);
            LetGo(partitions);
        }

        public void Lost(IReadOnlyCollection<TopicPartition> partitions)
        {
            Tell('!', partitions);
            LetGo(partitions);
        }

        /// <summary>The process ends, without a word to the group.</summary>
        public void Crash()
        {
            Seat.Dispose();
            Forget();
        }

        /// <summary>What it owns may get another owner from now on, because it is silent or fenced.</summary>
        public int[] Forget()
        {
            int[] owned = [.. Owned];
            Owned.Clear();
            return owned;
        }

        private void LetGo(IReadOnlyCollection<TopicPartition> partitions) => Owned.ExceptWith(partitions.Select(at => at.Partition));

        private void Tell(char what, IReadOnlyCollection<TopicPartition> partitions) =>
            Told.AddRange(partitions.Select(at => at.Partition).Order().Select(at => $"{what}{at}"));
    }
}
