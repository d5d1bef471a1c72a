using System.Text;
using MarginStreams.Streams.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Broker.Tests;

/// <summary>
/// A task on Kafka that is given up in the middle of a transaction, again and again: the committed output is complete and holds nothing twice.
/// </summary>
public sealed class KafkaTaskTests(BrokerFixture broker) : IDisposable
{
    private const int Count = 4_000;
    private const int Keys = 7;
    private readonly KafkaCluster _cluster = broker.Connect();
    private readonly string _application = Records.Name("app");

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Start_PredecessorWasAbandonedMidTransaction_OutputIsCompleteAndNothingIsDoubled()
    {
        (TaskOptions options, TopicPartition output) = Topics();
        List<StreamTask> abandoned = [];
        try
        {
            // As a killed process leaves it: nothing aborted, nothing closed, and its connections may still be there.
            for (int i = 1; i <= 3; i++)
            {
                StreamTask task = Make(options, output);
                abandoned.Add(task);
                task.Start();
                Records.Eventually(() => task.RunOnce(TimeSpan.FromMilliseconds(100)) && task.Counts.Commits >= 1, "nothing was committed");
                Assert.False(task.IsCaughtUp);
            }

            using StreamTask heir = Make(options, output);
            heir.Start();
            Assert.True(heir.Counts.Restored > 0);
            Records.Eventually(() => !heir.RunOnce(TimeSpan.FromMilliseconds(100)) && heir.IsCaughtUp, "the task did not catch up");
            AssertSums(output, "key");
            foreach (StreamTask zombie in abandoned)
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
    public async Task Run_BrokerIsKilledAndStartsAgain_OutputIsCompleteAndNothingIsDoubled()
    {
        LocalBroker process = broker.Local;
        (TaskOptions options, TopicPartition output) = Topics();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var slot = new TaskSlot("sums", () => Make(options, output));
        var runner = new TaskRunner([slot], new TaskRunnerOptions(), TimeProvider.System, NullLogger.Instance);
        Task<IReadOnlyList<TaskOutcome>> running = Task.Run(() => runner.Run(stop.Token), TestContext.Current.CancellationToken);
        Records.Eventually(() => slot.Counts is { Commits: > 0 }, "nothing was committed");
        process.Kill();
        await process.StartAgainAsync();
        Write(options.Inputs[1], "late");
        bool isComplete = SpinWait.SpinUntil(() => _cluster.ReadAll(output).Count == 2 * Count || running.IsCompleted, TimeSpan.FromSeconds(60));
        Assert.True(isComplete, $"{_cluster.ReadAll(output).Count} outputs; the task is {slot.State} after {slot.Restarts} restarts: {slot.LastFailure}");
        await stop.CancelAsync();
        TaskOutcome outcome = Assert.Single(await running);
        Assert.Equal(TaskEnd.Cancelled, outcome.End);
        AssertSums(output, "key", "late");
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

    private StreamTask Make(TaskOptions options, TopicPartition output) =>
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
