using System.Diagnostics;

namespace MarginStreams.Broker.Tests;

/// <summary>A commit of which nobody knows whether it happened: with a new producer and a rewind, nothing is lost and nothing doubled.</summary>
public sealed class KafkaOutcomeTests(BrokerFixture broker)
{
    private const int Batch = 10;

    [Fact]
    public void Commit_ImpatientLimits_NothingIsLostOrDoubled()
    {
        const int Batches = 30;
        using KafkaCluster patient = broker.Connect();
        (TopicPartition input, TopicPartition output, TopicPartition places) = Topics(patient, Batches * Batch);

        // A few milliseconds: some commits end in time, some after it was given up, and some never.
        foreach (int timeoutMs in (int[])[1, 2, 3, 5, 8])
        {
            using KafkaCluster impatient = broker.Connect(broker.Options() with { CommitTimeoutMs = timeoutMs });
            using var task = new CopyTask(impatient, input, output, places);
            task.Start();
            for (int i = 0; i < 5; i++)
            {
                task.Copy(Batch);
                task.Commit();
            }
        }

        Finish(patient, input, output, places, Batches * Batch);
    }

    [Fact]
    public void Commit_BrokerStandsStill_IsUnknownInTimeAndAsIfOnceAfterwards()
    {
        const int Rounds = 4;
        LocalBroker process = broker.Local;
        using KafkaCluster cluster = broker.Connect(broker.Options() with { CommitTimeoutMs = 500 });
        (TopicPartition input, TopicPartition output, TopicPartition places) = Topics(cluster, Rounds * Batch);
        using var task = new CopyTask(cluster, input, output, places);
        task.Start();
        for (int round = 0; round < Rounds; round++)
        {
            long high = cluster.Admin.QueryWatermarks(places).High;
            task.Copy(Batch);
            Records.Eventually(() => cluster.Admin.QueryWatermarks(places).High > high, "the open transaction was not written");
            using IDisposable frozen = process.Freeze();

            // The broker stands still until the commit has given up, however busy the machine is. The end of the transaction is on its way by then, and may
            // be carried out before or after the new producer asks.
            long startedAt = Stopwatch.GetTimestamp();
            Assert.False(task.Commit(frozen.Dispose));
            Assert.True(Stopwatch.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(10));
        }

        Assert.Equal(Rounds, task.Unknown);
        Finish(cluster, input, output, places, Rounds * Batch);
    }

    private static (TopicPartition Input, TopicPartition Output, TopicPartition Places) Topics(KafkaCluster cluster, int count)
    {
        TopicPartition input = cluster.CreateTopic("in");
        cluster.WriteNumbers(input, count);
        return (input, cluster.CreateTopic("out"), cluster.CreateTopic("places"));
    }

    private static long Copied(KafkaCluster cluster, TopicPartition places) => cluster.ReadAll(places) is { Count: > 0 } all ? Records.Number(all[^1]) : 0;

    private static void Finish(KafkaCluster cluster, TopicPartition input, TopicPartition output, TopicPartition places, int count)
    {
        using var task = new CopyTask(cluster, input, output, places);
        task.Start();
        for (long at = Copied(cluster, places); at < count; at += Batch)
        {
            task.Copy(Batch);
            Assert.True(task.Commit());
        }

        Assert.Equal(Enumerable.Range(0, count).Select(number => (long)number), cluster.ReadAll(output).Select(Records.Number));
    }
}
