namespace MarginStreams.Streams.Tests;

/// <summary>
/// A journal and the committed inputs give everything again that a task's transactions held, byte for byte; and no other order passes for it.
/// </summary>
public sealed class JournalReplayTests
{
    private static readonly TopicPartition Journal = new("journal", 0);
    private readonly TaskWorld _world;

    public JournalReplayTests()
    {
        _world = new TaskWorld { Options = new TaskWorld().Options with { Journal = Journal, CommitMaxRecords = 3 } };
        _world.Log.Admin.EnsureTopics([new TopicSpec(Journal.Topic, 1, Compacted: false)]);
        for (int i = 0; i < 10; i++)
        {
            _world.Input(TaskWorld.A, 10 * i, i == 4 ? "not a number" : $"{i}", key: $"k{i % 3}");
            _world.Input(TaskWorld.B, 10 * (i / 4), i == 7 ? "commit" : $"{i}", key: $"k{i % 2}");
        }
    }

    private JournalReplay Replay(List<OutgoingRecord> written) => new(_world.Options, new SumProcessor(TaskWorld.Output), _world.Read, written.Add);

    [Fact]
    public void Commit_JournalOfTasksThatCrashed_GivesAllThatWasWritten()
    {
        int step = 0;
        var crashing = new SteppedCluster(_world.Log, at => step += at is { Operation: "Commit", IsAfter: true } && step < 3 ? 1 : 0);
        for (int life = 0; life < 3; life++)
        {
            (_, SoloTask task) = _world.Make(crashing);
            task.Start();
            _ = life < 2 ? task.RunOnce(TimeSpan.Zero) : RunToEnd(task);
            task.Dispose();
        }

        var written = new List<OutgoingRecord>();
        using JournalReplay replay = Replay(written);
        _world.Read(Journal).ForEach(record => replay.Commit(record.Value!));
        Assert.True(replay.Commits > 3);
        Assert.Equal(20, replay.Records);
        foreach (TopicPartition place in new[] { TaskWorld.Output, TaskWorld.Changelog, TaskWorld.DeadLetters, Journal })
        {
            string[] there = [.. _world.Read(place).Select(record => Text(record.Key, record.Value, record.TimestampMs, record.Headers))];
            IEnumerable<OutgoingRecord> right = written.Where(record => record.Topic == place.Topic);
            Assert.NotEmpty(there);
            Assert.Equal(right.Select(record => Text(record.Key, record.Value, record.TimestampMs, record.Headers ?? [])), there);
        }
    }

    [Fact]
    public void Commit_OrderThatGoesBack_IsRefused()
    {
        using JournalReplay replay = Replay([]);
        replay.Commit(JournalRecord.Encode([new(0, 4, 4)]));
        var refused = Assert.Throws<InvalidDataException>(() => replay.Commit(JournalRecord.Encode([new(0, 4, 1)])));
        Assert.Equal("commit 1: a-0 was taken up to offset 4 after it had been taken up to 4", refused.Message);
    }

    [Fact]
    public void Commit_RecordThatIsNotThere_IsRefused()
    {
        using JournalReplay replay = Replay([]);
        var refused = Assert.Throws<InvalidDataException>(() => replay.Commit(JournalRecord.Encode([new(1, 99, 90)])));
        Assert.Equal("commit 0: b-0 from offset 0: 90 records were taken up to offset 99, of which 10 are there", refused.Message);
    }

    [Fact]
    public void Commit_RecordInTheMiddleThatCompactionTook_IsRefused()
    {
        List<LogRecord> there = [.. _world.Read(TaskWorld.A).Where(record => record.Offset != 3)];
        using var replay = new JournalReplay(_world.Options, new SumProcessor(TaskWorld.Output), _ => there, _ => { });
        replay.Commit(JournalRecord.Encode([new(0, 2, 2)]));
        var refused = Assert.Throws<InvalidDataException>(() => replay.Commit(JournalRecord.Encode([new(0, 5, 3)])));
        Assert.Equal("commit 1: a-0 from offset 2: 3 records were taken up to offset 5, of which 2 are there", refused.Message);
    }

    [Fact]
    public void Commit_InputThatIsNotThere_IsRefused()
    {
        using JournalReplay replay = Replay([]);
        var refused = Assert.Throws<InvalidDataException>(() => replay.Commit(JournalRecord.Encode([new(2, 1, 1)])));
        Assert.Equal("commit 0: there is no input 2", refused.Message);
    }

    private static bool RunToEnd(SoloTask task)
    {
        TaskWorld.RunToEnd(task);
        return true;
    }

    private static string Text(byte[]? key, byte[]? value, long timestampMs, IReadOnlyList<LogHeader> headers) =>
        $"{timestampMs} {Hex(key)} {Hex(value)} {string.Join(',', headers.Select(header => $"{header.Name}={Hex(header.Value)}"))}";

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);
}
