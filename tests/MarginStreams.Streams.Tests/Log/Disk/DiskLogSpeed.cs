using System.Diagnostics;

namespace MarginStreams.Streams.Tests;

/// <summary>What the log costs on disk against the same in memory; figures for a person, so they run on request only.</summary>
public sealed class DiskLogSpeed(ITestOutputHelper output)
{
    private const int Records = 1_000_000;

    [Fact(Explicit = true)]
    public void AppendReadCommitOpen_MemoryAndDisk_Figures()
    {
        for (int round = 0; round < 3; round++)
        {
            using var memory = new EmbeddedCluster();
            using var disk = new DiskWorld();
            using var power = new DiskWorld(new EmbeddedOptions { FlushMode = FlushMode.Power });
            Run("memory", memory, commits: 100_000);
            Run("disk", disk.Log, commits: 100_000);
            Commits("disk, power", power.Log, commits: 300);
            Report("disk", "closed and opened", Records, disk.Restart);
            Read("disk, cold", disk.Log);
            Report("disk", "killed and opened", Records, disk.Kill);
        }
    }

    private void Run(string where, EmbeddedCluster log, int commits)
    {
        log.Admin.EnsureTopics([new TopicSpec("t", 1, Compacted: false)]);
        using ILogProducer producer = log.CreateProducer();
        byte[] value = new byte[100];
        Report(where, "append", Records, () =>
        {
            for (int i = 0; i < Records; i++)
            {
                producer.Produce(new OutgoingRecord("t", 0, i, [1, 2, 3, 4], value));
            }

            producer.Flush();
        });
        Read(where, log);
        Commits(where, log, commits);
    }

    private void Read(string where, EmbeddedCluster log) => Report(where, "read", Records, () =>
    {
        using ILogConsumer consumer = log.CreateConsumer("g");
        consumer.Assign([new(new("t", 0), 0)]);
        int count = 0;
        while (consumer.Poll(TimeSpan.Zero) is not null)
        {
            count++;
        }

        Assert.Equal(Records, count);
    });

    /// <summary>Commits of ten records in three partitions, and an offset.</summary>
    private void Commits(string where, EmbeddedCluster log, int commits)
    {
        log.Admin.EnsureTopics([new TopicSpec("c", 3, Compacted: false)]);
        using ITransactionalProducer producer = log.CreateTransactionalProducer("id");
        IGroupMetadata group = log.CreateConsumer("g").GroupMetadata();
        byte[] value = new byte[100];
        Report(where, "commits of 10 records in 3 partitions", commits, () =>
        {
            for (int i = 0; i < commits; i++)
            {
                producer.Begin();
                for (int record = 0; record < 10; record++)
                {
                    producer.Produce(new OutgoingRecord("c", record % 3, i, [1, 2, 3, 4], value));
                }

                producer.SendOffsets([new(new("t", 0), i)], group);
                producer.Commit();
            }
        });
    }

    private void Report(string where, string what, int count, Action action)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action();
        TimeSpan cpu = Environment.CpuUsage.TotalTime - before;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        output.WriteLine($"{where}: {what}: {count / elapsed.TotalSeconds:N0}/s, {cpu.TotalMicroseconds / count:F2} us of CPU each");
    }
}
