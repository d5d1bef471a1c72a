using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Streams.Tests;

/// <summary>
/// An embedded log with an input of several partitions that a group shares, and one partition that every task reads; workers over it, and a clock that moves
/// only when told to. Each task sums its own numbers by key, and the shared ones too.
/// </summary>
internal sealed class FleetWorld
{
    public const int PartitionCount = 4;
    private static readonly TopicPartition Shared = new("shared", 0);
    private readonly Dictionary<int, List<(string Key, long Number)>> _inputs = [];
    private long _timeMs = 1_000;

    public FleetWorld()
    {
        Log = new EmbeddedCluster(Clock);
        Log.Admin.EnsureTopics(
        [
            new("in", PartitionCount, Compacted: false), new(Shared.Topic, 1, Compacted: false), new("out", PartitionCount, Compacted: false),
            new("changelog", PartitionCount, Compacted: true), new("journal", PartitionCount, Compacted: false), new("dead", 1, Compacted: false),
        ]);
    }

    public StandingClock Clock { get; } = new();

    public EmbeddedCluster Log { get; }

    public SumTopology Topology { get; } = new();

    /// <summary>A worker of the group.</summary>
    public Worker Join(string name, ILogCluster? through = null, SnapshotOptions? snapshots = null) => new(
        through ?? Log,
        Topology,
        new WorkerOptions { Name = name, Group = new GroupOptions("app", "in"), Snapshots = snapshots, BackoffMsMin = 1, BackoffMsMax = 4 },
        Clock,
        NullLoggerFactory.Instance);

    /// <summary>Puts numbers into each partition and into the shared one.</summary>
    public void Feed(int count)
    {
        for (int i = 1; i <= count; i++)
        {
            for (int partition = 0; partition < PartitionCount; partition++)
            {
                Put(new("in", partition), $"k{i % 3}", i);
            }

            Put(Shared, "shared", i);
        }
    }

    /// <summary>Lets workers take turns, time passing, until a condition holds.</summary>
    public void Turn(Func<bool> until, params Worker[] workers)
    {
        for (int round = 0; !until(); round++)
        {
            Assert.True(round < 3_000, $"nothing comes of it: {string.Join("; ", workers.Select(Standing))}");
            foreach (Worker worker in workers)
            {
                worker.Step(TimeSpan.Zero);
            }

            // Who vanished without a trace is put out of the group after minutes only.
            Clock.AdvanceMs(round < 1_000 ? 5 : 500);
        }
    }

    private static string Standing(Worker worker) => $"{worker.Status} {worker.Outcome} {string.Join(", ", worker.Status.Tasks)}";

    /// <summary>Whether each partition's cut stands at the end of its inputs.</summary>
    public bool IsDone() => Enumerable.Range(0, PartitionCount).All(partition =>
        LastCut(partition) is { } cut
        && cut.OffsetOf(new("in", partition)) == Log.Admin.QueryWatermarks(new("in", partition)).High
        && cut.OffsetOf(Shared) == Log.Admin.QueryWatermarks(Shared).High);

    /// <summary>The sums that each output shows must be the running sums of what was put in: anything lost or doubled shows in every later one.</summary>
    public void AssertSums()
    {
        for (int partition = 0; partition < PartitionCount; partition++)
        {
            ILookup<string, long> actual = Read(new("out", partition))
                .ToLookup(record => Encoding.UTF8.GetString(record.Key!), record => long.Parse(record.Value!, CultureInfo.InvariantCulture));
            IEnumerable<(string Key, long Number)> expected = _inputs[partition].Concat(_inputs[-1]);
            foreach (IGrouping<string, (string Key, long Number)> key in expected.GroupBy(put => put.Key))
            {
                long sum = 0;
                Assert.Equal(key.Select(put => sum += put.Number), actual[key.Key]);
            }
        }
    }

    /// <summary>The cut of a task, as it stands in its changelog.</summary>
    public Cut? LastCut(int partition) =>
        Read(new("changelog", partition)).FindLast(record => Cut.IsKey(record.Key)) is { } record ? Cut.Decode(record.Value!) : null;

    /// <summary>Everything committed in a partition.</summary>
    public List<LogRecord> Read(TopicPartition partition)
    {
        using ILogConsumer consumer = Log.CreateConsumer("reader");
        consumer.Assign([new(partition, 0)]);
        var records = new List<LogRecord>();
        while (consumer.Poll(TimeSpan.Zero) is { } record)
        {
            records.Add(record);
        }

        return records;
    }

    private void Put(TopicPartition to, string key, long number)
    {
        int inputs = to == Shared ? -1 : to.Partition;
        _inputs.TryAdd(inputs, []);
        _inputs[inputs].Add((key, number));
        byte[] value = Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
        Log.Append(new LogRecord(to.Topic, to.Partition, -1, _timeMs++, Encoding.UTF8.GetBytes(key), value, []));
    }

    /// <summary>One task a partition of the input.</summary>
    internal sealed class SumTopology : ITopology
    {
        public string Name => "sums";

        public string OwnedTopic => "in";

        public string GroupId => "app";

        public int CommitMaxRecords { get; set; } = 7;

        public (TaskOptions Options, IProcessor Processor) CreateTask(int partition) => (
            new TaskOptions
            {
                TaskId = $"sums-{partition}",
                ApplicationId = "app",
                GroupId = GroupId,
                Inputs = [new("in", partition), Shared],
                SharedInputs = new HashSet<TopicPartition> { Shared },
                Changelog = new("changelog", partition),
                Journal = new("journal", partition),
                DeadLetterTopic = "dead",
                DeadLetterPartitions = 1,
                CommitMaxRecords = CommitMaxRecords,
            },
            new SumProcessor(new("out", partition)));
    }
}
