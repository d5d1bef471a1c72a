using System.Text;
using MarginStreams.Streams.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Broker.Tests;

/// <summary>
/// A task on Kafka that is given up in the middle of a transaction, again and again: the committed output is complete and holds nothing twice.
/// </summary>
public sealed class KafkaTaskTests : IDisposable
{
    private const int Count = 4_000;
    private const int Keys = 7;
    private readonly BrokerFixture _broker;
    private readonly KafkaCluster _cluster;
    private readonly string _application = Records.Name("app");

    public KafkaTaskTests(BrokerFixture broker)
    {
        _broker = broker;
        _cluster = broker.Connect(broker.Options() with { RequestTimeoutMs = 4_000, CommitTimeoutMs = 4_000 });
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Start_PredecessorWasAbandonedMidTransaction_OutputIsCompleteAndNothingIsDoubled()
    {
        (TaskOptions options, TopicPartition output) = Topics();
        List<SoloTask> abandoned = [];
        try
        {
            // As a killed process leaves it: nothing aborted, nothing closed, and its connections may still be there.
            for (int i = 1; i <= 3; i++)
            {
                SoloTask task = Make(options, output);
                abandoned.Add(task);
                task.Start();
                Records.Eventually(() => task.RunOnce(TimeSpan.FromMilliseconds(100)) && task.Counts.Commits >= 1, "nothing was committed");
                Assert.False(task.IsCaughtUp);
            }

            using SoloTask heir = Make(options, output);
            heir.Start();
            Assert.True(heir.Counts.Restored > 0);
            Records.Eventually(() => !heir.RunOnce(TimeSpan.FromMilliseconds(100)) && heir.IsCaughtUp, "the task did not catch up");
            AssertSums(output, "key");
            foreach (SoloTask zombie in abandoned)
            {
                Assert.Throws<ProducerFencedException>(() => Records.Eventually(() => !zombie.RunOnce(TimeSpan.Zero) && zombie.IsCaughtUp, "not fenced"));
            }

            AssertSums(output, "key");
        }
        finally
        {
            abandoned.ForEach(task => task.Dispose());
        }
    }

    [Fact]
    public async Task RunOnce_BrokerIsKilledAndStartsAgain_OutputIsCompleteAndNothingIsDoubled()
    {
        LocalBroker process = _broker.Local;
        (TaskOptions options, TopicPartition output) = Topics();
        SoloTask task = Make(options, output);
        try
        {
            task.Start();
            Records.Eventually(() => task.RunOnce(TimeSpan.FromMilliseconds(100)) && task.Counts.Commits >= 1, "nothing was committed");
            AwaitMarkers(options, output);
            process.Kill();
            await process.StartAgainAsync();
            Write(options.Inputs[1], "late");
            int failures = 0;
            Records.Eventually(() => Step(ref task, ref failures, options, output), "the task did not catch up");
        }
        finally
        {
            task.Dispose();
        }

        AssertSums(output, "key", "late");
    }

    /// <summary>One step of a task that is replaced when the log fails; whether it has caught up.</summary>
    private bool Step(ref SoloTask task, ref int failures, TaskOptions options, TopicPartition output)
    {
        try
        {
            return !task.RunOnce(TimeSpan.FromMilliseconds(100)) && task.IsCaughtUp;
        }
        catch (LogException failure)
        {
            Assert.IsNotType<ProducerFencedException>(failure);
            Assert.True(++failures < 5, $"failure {failures}: {failure}");
        }

        task.Dispose();
        task = Make(options, output);
        task.Start();
        return false;
    }

    /// <summary>
    /// A single broker that is killed between a commit's answer and its markers leaves the partitions with a transaction that nobody ends (Kafka 4.3.1 takes
    /// them for deleted when it starts again). So a test that kills it waits until a commit can be seen everywhere.
    /// </summary>
    private void AwaitMarkers(TaskOptions options, TopicPartition output)
    {
        foreach (TopicPartition partition in new[] { output, options.Changelog })
        {
            using ILogConsumer reader = _cluster.Reader(partition);
            reader.Next();
        }

        Records.Eventually(() => _cluster.Admin.CommittedOffset(_application, options.Inputs[0]) > 0, "the group's offset was not committed");
    }

    private (TaskOptions Options, TopicPartition Output) Topics()
    {
        TopicPartition first = _cluster.CreateTopic("first");
        TopicPartition second = _cluster.CreateTopic("second");
        Write(first, "key");
        var options = new TaskOptions
        {
            TaskId = "sums",
            ApplicationId = _application,
            GroupId = _application,
            Inputs = [first, second],
            Changelog = _cluster.CreateTopic("changelog"),
            DeadLetterTopic = _cluster.CreateTopic("dead").Topic,
            DeadLetterPartitions = 1,
            CommitMaxRecords = 300,
        };
        return (options, _cluster.CreateTopic("out"));
    }

    private void Write(TopicPartition to, string prefix)
    {
        using ILogProducer producer = _cluster.CreateProducer();
        for (int i = 1; i <= Count; i++)
        {
            producer.Produce(Records.Number(to, i, $"{prefix}{i % Keys}"));
        }

        producer.Flush();
    }

    private SoloTask Make(TaskOptions options, TopicPartition output) =>
        new(_cluster, options, new SumProcessor(output), TimeProvider.System, NullLogger.Instance);

    /// <summary>Each output is its key's sum so far, so a record that is missing or counted twice shows in every later one.</summary>
    private void AssertSums(TopicPartition output, params string[] prefixes)
    {
        var expected = new SortedDictionary<string, List<long>>(StringComparer.Ordinal);
        foreach (string prefix in prefixes)
        {
            for (int i = 1; i <= Count; i++)
            {
                string key = $"{prefix}{i % Keys}";
                expected.TryAdd(key, []);
                expected[key].Add(expected[key].LastOrDefault() + i);
            }
        }

        ILookup<string, long> actual = _cluster.ReadAll(output).ToLookup(record => Encoding.UTF8.GetString(record.Key!), Records.Number);
        Assert.Equal(expected.Keys, actual.Select(sums => sums.Key).Order(StringComparer.Ordinal));
        Assert.All(expected, sums => Assert.Equal(sums.Value, actual[sums.Key]));
    }
}
