using CsCheck;

namespace MarginStreams.Streams.Tests;

/// <summary>
/// Any sequence of joining, polling, leaving, crashing and time passing: no partition ever has two owners, the shares come to balance once the members that
/// live have polled, and one sequence gives one history.
/// </summary>
public sealed class EmbeddedGroupTests
{
    private const int Partitions = 7;
    private const int PollIntervalMsMax = 3_000;

    private enum Kind
    {
        Join,
        Poll,
        Leave,
        Crash,
        Pass,
        Rejoin,
    }

    [Fact]
    public void AnySequence_OfMembers_KeepsOneOwnerAndComesToBalance() =>
        Gen.Select(Gen.Enum<Kind>(), Gen.Int[0, 4]).List[0, 60].Sample(operations => Assert.Equal(Run(operations), Run(operations)), iter: 2_000);

    [Fact]
    public async Task Poll_WaitsForItsShare_WakesWhenTheOwnerLeaves()
    {
        using var log = new EmbeddedCluster();
        log.Admin.EnsureTopics([new TopicSpec("t", 1, Compacted: false)]);
        using var room = new GroupRoom(log, new GroupOptions("g", "t"), _ => TimeSpan.Zero);
        GroupRoom.Member owner = room.Join();
        owner.Seat.Poll(TimeSpan.Zero);
        GroupRoom.Member heir = room.Join();
        heir.Seat.Poll(TimeSpan.Zero);
        Task waiting = Task.Run(() => heir.Seat.Poll(TimeSpan.FromMinutes(1)), TestContext.Current.CancellationToken);
        owner.Seat.Leave();
        await waiting;
        Assert.Equal(["+0"], heir.Told);
    }

    [Fact]
    public void JoinGroup_OtherTopicThanItsMembers_Throws()
    {
        using var log = new EmbeddedCluster();
        log.Admin.EnsureTopics([new TopicSpec("t", 1, Compacted: false), new TopicSpec("u", 1, Compacted: false)]);
        using var room = new GroupRoom(log, new GroupOptions("g", "t"), _ => TimeSpan.Zero);
        room.Join();
        using var other = new GroupRoom(log, new GroupOptions("g", "u"), _ => TimeSpan.Zero);
        Assert.Throws<LogException>(() => other.Join());
        using var unknown = new GroupRoom(log, new GroupOptions("g", "v"), _ => TimeSpan.Zero);
        Assert.Throws<LogException>(() => unknown.Join());
    }

    private static string Run(IReadOnlyList<(Kind Kind, int Which)> operations)
    {
        var clock = new StandingClock();
        using var log = new EmbeddedCluster(clock);
        log.Admin.EnsureTopics([new TopicSpec("t", Partitions, Compacted: false)]);
        var options = new GroupOptions("g", "t") { SessionTimeoutMs = 1_000, MaxPollIntervalMs = PollIntervalMsMax };
        using var room = new GroupRoom(log, options, _ => TimeSpan.Zero);
        var all = new List<GroupRoom.Member>();
        var living = new List<(GroupRoom.Member Member, string? Instance)>();
        var silentMs = new Dictionary<GroupRoom.Member, long>();
        foreach ((Kind kind, int which) in operations)
        {
            int at = living.Count == 0 ? -1 : which % living.Count;
            Do(kind, at, which);
        }

        for (int round = 0; round < 3; round++)
        {
            Pass(1_000);
            living.ForEach(at => Poll(at.Member));
        }

        int[] shares = [.. living.Select(at => at.Member.Owned.Count)];
        Assert.Equal(living.Count == 0 ? 0 : Partitions, shares.Sum());
        Assert.True(living.Count == 0 || shares.Max() - shares.Min() <= 1, string.Join(',', shares));
        return string.Join('|', all.Select(member => string.Join(' ', member.Told)));

        void Do(Kind kind, int at, int which)
        {
            switch (kind)
            {
                case Kind.Join:
                    Join(which % 2 == 0 ? $"instance-{all.Count}" : null);
                    break;
                case Kind.Poll when at >= 0:
                    Poll(living[at].Member);
                    break;
                case Kind.Leave when at >= 0:
                    living[at].Member.Seat.Leave();
                    Assert.Empty(living[at].Member.Owned);
                    living.RemoveAt(at);
                    break;
                case Kind.Crash when at >= 0:
                    living[at].Member.Crash();
                    living.RemoveAt(at);
                    break;
                case Kind.Pass:
                    Pass(which * 250);
                    break;
                case Kind.Rejoin when at >= 0 && living[at].Instance is { } instance && silentMs[living[at].Member] < PollIntervalMsMax:
                    GroupRoom.Member old = living[at].Member;
                    old.Forget();
                    living.RemoveAt(at);
                    Join(instance);
                    Assert.Throws<GroupFencedException>(() => old.Seat.Poll(TimeSpan.Zero));
                    break;
            }
        }

        void Join(string? instance)
        {
            GroupRoom.Member member = room.Join(instance);
            all.Add(member);
            living.Add((member, instance));
            silentMs[member] = 0;
        }

        void Poll(GroupRoom.Member member)
        {
            member.Seat.Poll(TimeSpan.Zero);
            silentMs[member] = 0;
        }

        // Whoever is silent for too long is put out, and hears of it at its next poll only.
        void Pass(int ms)
        {
            clock.AdvanceMs(ms);
            foreach ((GroupRoom.Member member, _) in living)
            {
                silentMs[member] += ms;
                _ = silentMs[member] < PollIntervalMsMax ? [] : member.Forget();
            }
        }
    }
}
