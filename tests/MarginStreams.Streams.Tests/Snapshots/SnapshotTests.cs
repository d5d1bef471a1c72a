using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Streams.Tests;

/// <summary>
/// A task starts from its snapshot and the changelog's tail, whatever was committed between the pieces; a snapshot that is damaged, foreign or old is wiped,
/// and the state is rebuilt from the changelog; a disk that is full leaves the former snapshot.
/// </summary>
public sealed class SnapshotTests
{
    private const string FileName = "snapshot";
    private readonly TaskWorld _world = new();
    private readonly MemoryFolder _folder = new();
    private readonly SortedDictionary<string, long> _expected = new(StringComparer.Ordinal);
    private int _fed;

    [Fact]
    public void Start_AfterASnapshot_ReadsItAndTheTailAlone()
    {
        Feed(20);
        Work(untilSnapshots: 1, feedBetween: false);
        Feed(2);
        Work(untilSnapshots: 0, feedBetween: false);
        SnapshotSums sums = Start(out bool wiped);
        Assert.False(wiped);
        Assert.Equal(Expected(), sums.Sums);
        Assert.Equal(7, sums.Restores.Pieces);
        Assert.InRange(sums.Restores.Records, 1, 8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Start_RecordsCommittedBetweenThePieces_AreThereAll(int snapshots)
    {
        Feed(10);
        Work(snapshots, feedBetween: true);
        SnapshotSums sums = Start(out bool wiped);
        Assert.False(wiped);
        Assert.Equal(Expected(), sums.Sums);
        Assert.True(sums.Restores.Pieces >= 7);
    }

    [Fact]
    public void Start_AnySingleBitFlipped_IsDetectedAndRebuilt()
    {
        byte[] sound = Sound();
        for (int bit = 0; bit < sound.Length * 8; bit++)
        {
            byte[] damaged = [.. sound];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRebuilt(damaged, $"bit {bit} of {sound.Length * 8}");
        }

        TestContext.Current.SendDiagnosticMessage("bits flipped: {0} of {0}", sound.Length * 8);
    }

    [Fact]
    public void Start_TruncatedAnywhere_IsDetectedAndRebuilt()
    {
        byte[] sound = Sound();
        for (int length = 0; length < sound.Length; length++)
        {
            AssertRebuilt(sound[..length], $"cut at byte {length} of {sound.Length}");
        }

        AssertRebuilt([.. sound, 0], "a byte too many");
    }

    [Fact]
    public void Step_DiskFullAtEachByte_LeavesTheFormerSnapshotIntact()
    {
        byte[] former = Sound();
        Feed(5);
        for (int bytes = 0; ; bytes++)
        {
            _folder.BytesLeft = bytes;
            using (Worker worker = Alone(everyMs: 1))
            {
                Turn(worker, () => _folder.BytesLeft == 0 || !_folder[FileName].AsSpan().SequenceEqual(former), 400);
                if (!_folder[FileName].AsSpan().SequenceEqual(former))
                {
                    break;
                }
            }

            Assert.Equal([FileName], _folder.Names);
            Assert.True(bytes < former.Length * 2, "no snapshot was ever completed");
        }

        _folder.BytesLeft = long.MaxValue;
        SnapshotSums sums = Start(out bool wiped);
        Assert.False(wiped);
        Assert.Equal(Expected(), sums.Sums);
    }

    [Fact]
    public void Start_OldSnapshot_IsNotUsed()
    {
        byte[] sound = Sound();
        _world.Clock.AdvanceMs(new SnapshotOptions(_ => _folder).AgeMsMax + 1);
        AssertRebuilt(sound, "an old snapshot");
    }

    [Fact]
    public void Start_ChangelogIsAnotherOne_IsRebuiltFromIt()
    {
        byte[] sound = Sound();
        var other = new TaskWorld();
        for (int i = 0; i < 40; i++)
        {
            other.Input(TaskWorld.A, i, "5", $"other{i % 3}");
        }

        var folder = new MemoryFolder { [FileName] = sound };
        var processor = new SnapshotSums(TaskWorld.Output);
        using (Worker first = Alone(other, new MemoryFolder(), int.MaxValue, () => new SnapshotSums(TaskWorld.Output)))
        {
            Turn(first, () => first.IsCaughtUp);
        }

        using Worker worker = Alone(other, folder, int.MaxValue, () => processor = new SnapshotSums(TaskWorld.Output));
        Turn(worker, () => worker.IsCaughtUp);
        Assert.Equal("other0=70 other1=65 other2=65", processor.Sums);
        Assert.Empty(folder.Names);
    }

    private void AssertRebuilt(byte[] snapshot, string what)
    {
        _folder[FileName] = snapshot;
        SnapshotSums sums = Start(out bool wiped);
        Assert.True(wiped, what);
        Assert.True(Expected() == sums.Sums, what);
        Assert.Equal(0, sums.Restores.Pieces);
    }

    private byte[] Sound()
    {
        Feed(10);
        Work(untilSnapshots: 1, feedBetween: true);
        return _folder[FileName];
    }

    private void Feed(int count)
    {
        for (int i = 0; i < count; i++, _fed++)
        {
            string key = $"key{_fed % 7}";
            _expected[key] = _expected.GetValueOrDefault(key) + _fed;
            _world.Input(TaskWorld.A, _fed, _fed.ToString(CultureInfo.InvariantCulture), key);
        }
    }

    private string Expected() => string.Join(' ', _expected.Select(sum => $"{sum.Key}={sum.Value}"));

    /// <summary>Works until so many snapshots were completed and everything was committed.</summary>
    private void Work(int untilSnapshots, bool feedBetween)
    {
        using Worker worker = Alone(untilSnapshots > 0 ? 1 : int.MaxValue);
        Turn(worker, () =>
        {
            if (feedBetween && worker.Status.Tasks is [{ State: TaskState.Running, Counts.Snapshots: var done }] && done < untilSnapshots)
            {
                Feed(1);
            }

            return worker.IsCaughtUp && worker.Status.Tasks[0].Counts.Snapshots >= untilSnapshots;
        });
    }

    private SnapshotSums Start(out bool wiped)
    {
        SnapshotSums? processor = null;
        using Worker worker = Alone(_world, _folder, int.MaxValue, () => processor = new SnapshotSums(TaskWorld.Output));
        Turn(worker, () => worker.IsCaughtUp);
        wiped = !_folder.Names.Contains(FileName);
        return processor!;
    }

    private void Turn(Worker worker, Func<bool> until, int roundsMax = 5_000)
    {
        for (int round = 0; !until() && round < roundsMax; round++)
        {
            worker.Step(TimeSpan.Zero);
            _world.Clock.AdvanceMs(60);
        }

        Assert.Null(worker.Outcome);
        Assert.True(roundsMax < 5_000 || until(), "nothing comes of it");
    }

    private Worker Alone(int everyMs) => Alone(_world, _folder, everyMs, () => new SnapshotSums(TaskWorld.Output));

    private Worker Alone(TaskWorld world, MemoryFolder folder, int everyMs, Func<IProcessor> create) => new(
        world.Log,
        new OneTask(world.Options, create),
        new WorkerOptions
        {
            Name = "alone",
            FixedPartitions = [0],
            Snapshots = new SnapshotOptions(_ => folder) { EveryMs = everyMs, InBackground = false },
        },
        _world.Clock,
        NullLoggerFactory.Instance);

    private sealed class OneTask(TaskOptions options, Func<IProcessor> create) : ITopology
    {
        public string Name => "sums";

        public string OwnedTopic => TaskWorld.A.Topic;

        public string GroupId => options.GroupId;

        public (TaskOptions Options, IProcessor Processor) CreateTask(int partition) => (options with { Inputs = [TaskWorld.A] }, create());
    }
}
