using System.Diagnostics;

namespace MarginStreams.Streams.Tests;

/// <summary>What the embedded log costs; figures for a person, so they run on request only. What is bounded always is the memory beside the records.</summary>
public sealed class EmbeddedLogSpeed(ITestOutputHelper output)
{
    private const int Count = 2_000_000;
    private const int RecordBytesMax = 120;

    [Fact]
    public void Append_ManyRecords_KeepsFewBytesBesideThem()
    {
        const int Few = 200_000;
        EmbeddedCluster log = New();
        byte[] payload = new byte[100];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Append(log, payload, Few);
        long perRecord = (GC.GetAllocatedBytesForCurrentThread() - before) / Few;

        // The record itself (72 bytes) once, an entry of 16 bytes, nothing of the payload, no growing array copied.
        Assert.InRange(perRecord, 72, RecordBytesMax);
    }

    [Fact(Explicit = true)]
    public void AppendPollTransact_TwoMillionRecords_Figures()
    {
        for (int round = 0; round < 4; round++)
        {
            EmbeddedCluster log = New();
            Report("append", () => Append(log, [1], Count));
            using ILogConsumer consumer = log.CreateConsumer("g");
            consumer.Assign([new(new("t", 0), 0)]);
            Report("poll", () =>
            {
                for (int i = 0; i < Count; i++)
                {
                    consumer.Poll(TimeSpan.Zero);
                }
            });
            using ITransactionalProducer producer = log.CreateTransactionalProducer("id");
            Report("produce in transactions of 1,000", () => Transact(producer));
        }
    }

    [Fact(Explicit = true)]
    public void StreamTask_TwoMillionRecords_Figures()
    {
        for (int round = 0; round < 4; round++)
        {
            var world = new TaskWorld();
            Append(world.Log, "1"u8.ToArray(), Count, "a");
            var task = new SoloTask(
                world.Log, world.Options, new Forwarder(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
            task.Start();
            Report("task: one record in, one out", () => TaskWorld.RunToEnd(task));
        }
    }

    private static EmbeddedCluster New()
    {
        var log = new EmbeddedCluster();
        log.Admin.EnsureTopics([new TopicSpec("t", 1, Compacted: false)]);
        return log;
    }

    private static void Append(EmbeddedCluster log, byte[] payload, int count, string topic = "t")
    {
        for (int i = 0; i < count; i++)
        {
            log.Append(new LogRecord(topic, 0, i, i, payload, payload, []));
        }
    }

    private static void Transact(ITransactionalProducer producer)
    {
        var record = new OutgoingRecord("t", 0, 0, null, null);
        for (int i = 0; i < Count; i++)
        {
            if (i % 1_000 == 0)
            {
                producer.Begin();
            }

            producer.Produce(record);
            if (i % 1_000 == 999)
            {
                producer.Commit();
            }
        }
    }

    private void Report(string what, Action action)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action();
        TimeSpan cpu = Environment.CpuUsage.TotalTime - before;
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        output.WriteLine($"{what}: {Count / elapsed.TotalSeconds / 1_000_000:F2} M/s {cpu.TotalMicroseconds / Count:F3} us");
    }

    private sealed class Forwarder : IProcessor
    {
        public void Restore(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone)
        {
        }

        public void Restored()
        {
        }

        public void Process(LogRecord record, IProcessorContext context) =>
            context.Forward(new OutgoingRecord("out", 0, record.TimestampMs, record.Key, record.Value));

        public void Idle(IProcessorContext context)
        {
        }

        public void BeforeCommit(IProcessorContext context)
        {
        }
    }
}
