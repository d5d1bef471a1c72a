using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Streams.Tests;

/// <summary>An embedded log with two inputs, an output, a changelog and dead letters, and tasks over it.</summary>
internal sealed class TaskWorld
{
    public static readonly TopicPartition A = new("a", 0);
    public static readonly TopicPartition B = new("b", 0);
    public static readonly TopicPartition Output = new("out", 0);
    public static readonly TopicPartition Changelog = new("changelog", 0);
    public static readonly TopicPartition DeadLetters = new("dead", 0);

    public TaskWorld() => Log.Admin.EnsureTopics(
        [.. new[] { A, B, Output, Changelog, DeadLetters }.Select(partition => new TopicSpec(partition.Topic, 1, Compacted: false))]);

    public EmbeddedCluster Log { get; } = new();

    public StandingClock Clock { get; } = new();

    public TaskOptions Options { get; init; } = new()
    {
        TaskId = "sums",
        ApplicationId = "app",
        GroupId = "app",
        Inputs = [A, B],
        Changelog = Changelog,
        Outputs = [Output],
        DeadLetterTopic = DeadLetters.Topic,
        DeadLetterPartitions = 1,
    };

    /// <summary>Runs a started task until nothing is left.</summary>
    public static void RunToEnd(SoloTask task) => SoloTasks.RunToEnd([task], TestContext.Current.CancellationToken);

    /// <summary>Leaves a transaction of somebody else open in a partition.</summary>
    public static ITransactionalProducer LeaveOpen(TaskWorld world, TopicPartition partition)
    {
        ITransactionalProducer foreign = world.Log.CreateTransactionalProducer("foreign");
        foreign.Begin();
        foreign.Produce(new OutgoingRecord(partition.Topic, partition.Partition, 0, "k"u8.ToArray(), null));
        return foreign;
    }

    /// <summary>Appends an input record.</summary>
    public void Input(TopicPartition to, long timestampMs, string value, string key = "k") =>
        Log.Append(new LogRecord(to.Topic, to.Partition, -1, timestampMs, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value), []));

    /// <summary>The log ends no transaction that stands open, for good. Whether there was any.</summary>
    public bool ForgetTransactions()
    {
        TopicPartition[] places = [Output, Changelog, DeadLetters];
        bool isOpen = Log.Admin.OpenTransactions(places).Count > 0;
        Log.ForgetTransactions();
        return isOpen && Log.Admin.OpenTransactions(places).Count > 0;
    }

    /// <summary>A task that is not started.</summary>
    public (SumProcessor Processor, SoloTask Task) Make(ILogCluster? through = null)
    {
        var processor = new SumProcessor(Output);
        return (processor, new SoloTask(through ?? Log, Options, processor, Clock, NullLogger.Instance));
    }

    /// <summary>A task that is started.</summary>
    public (SumProcessor Processor, SoloTask Task) Start()
    {
        (SumProcessor processor, SoloTask task) = Make();
        task.Start();
        return (processor, task);
    }

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

    /// <summary>Values of everything committed in a partition.</summary>
    public string Texts(TopicPartition partition) => string.Join(' ', Read(partition).Select(record => Encoding.UTF8.GetString(record.Value ?? [])));

    /// <summary>The cut that stands in the changelog.</summary>
    public Cut? LastCut() => Read(Changelog).FindLast(record => Cut.IsKey(record.Key)) is { } record ? Cut.Decode(record.Value!) : null;
}
