using System.Text;
using System.Text.Json;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Oracle;
using MarginStreams.Streams;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// The topologies on an embedded log, with a clock that stands still: what they write depends on the records that are put in and on when they are run, and on
/// nothing else. Where positions are repartitioned, an account's records stand in a partition that says nothing of the account's own.
/// </summary>
internal sealed class PipelineWorld
{
    public const int PartitionCount = 2;
    public const int SourcePartitionCount = 3;
    private readonly Dictionary<TopicPartition, long> _gaps = [];

    public PipelineWorld(PipelineOptions? options = null)
    {
        Options = options ?? new PipelineOptions { PartitionCount = PartitionCount, Oracle = new OracleOptions { KeyframeEvery = 4 } };
        if (IsRepartitioned)
        {
            Log.Admin.EnsureTopics(Topics.InputSpecs(SourcePartitionCount));
        }

        Pipeline(Log).EnsureTopics();
    }

    public EmbeddedCluster Log { get; } = new();

    public WireFormat Wire { get; } = new(new LocalSchemaIds());

    public PipelineOptions Options { get; }

    public TopicNames Topics => Options.Topics;

    public bool IsRepartitioned => Options.Partitioning == PositionPartitioning.Repartition;

    /// <summary>The partition in which an indexer writes an account's records, where it may choose.</summary>
    public Func<string, int> SourcePartitionOf { get; init; } = static account => account.Sum(static letter => (int)letter) % SourcePartitionCount;

    /// <summary>The engines of the latest run, one a partition.</summary>
    public IReadOnlyList<IMarginEngine> Engines { get; private set; } = [];

    /// <summary>The state that the latest run left in memory.</summary>
    public StateHash StateHash => StateHash.Of(Engines.SelectMany(engine => engine.Accounts()));

    public Pipeline Pipeline(ILogCluster log) => new(log, Options, Wire, new StandingClock(), NullLoggerFactory.Instance);

    public string TopicOf(object record) => record switch
    {
        Venue => Topics.Venues,
        Instrument => Topics.Instruments,
        Observation => Topics.OraclePrices,
        Command => Topics.Commands,
        _ => Topics.Positions,
    };

    /// <summary>Puts records where they belong, all at one time.</summary>
    public void Put(long timestampMs, params object[] records)
    {
        foreach (object record in records)
        {
            string topic = TopicOf(record);
            Put(new LogRecord(topic, PlaceOf(record), -1, timestampMs, Encoding.UTF8.GetBytes(RecordKeys.Of(record)), Bytes(record, topic), []));
        }
    }

    /// <summary>Puts a tombstone among the positions.</summary>
    public void Tombstone(long timestampMs, string key) =>
        Put(new LogRecord(Topics.Positions, PlaceOf(key.Split('/')[0]), -1, timestampMs, Encoding.UTF8.GetBytes(key), null, []));

    public void Put(LogRecord record)
    {
        long offset = record.Offset < 0 && _gaps.Remove(record.TopicPartition, out long after) ? after : record.Offset;
        Log.Append(record with { Offset = offset });
    }

    /// <summary>The next record of a partition leaves one offset empty, as after compaction.</summary>
    public void LeaveGap(TopicPartition partition) => _gaps[partition] = EndOf(partition) + 1;

    /// <summary>Offset of the next record of a partition.</summary>
    public long EndOf(TopicPartition partition) => Log.Admin.QueryWatermarks(partition).High;

    public byte[] Bytes(object record, string topic)
    {
        IRecordCodec codec = RecordCodecs.ByName(record.GetType().Name);
        return Wire.Wrap(topic, codec.Schema, codec.Encode(record));
    }

    public static int PartitionOf(string account) => AccountPartitioner.PartitionOf(account, PartitionCount);

    /// <summary>The tasks of the intake, one a partition of positions; none where positions are not repartitioned.</summary>
    public SoloTask[] Intakes(Pipeline pipeline) =>
        [.. Enumerable.Range(0, IsRepartitioned ? SourcePartitionCount : 0).Select(pipeline.CreateIntake)];

    /// <summary>A process from its start to the end of its inputs: the oracle's task, then those of the partitions.</summary>
    public void Run(ILogCluster? through = null)
    {
        Pipeline pipeline = Pipeline(through ?? Log);
        (_, SoloTask oracle) = pipeline.CreateOracle();
        (MarginProcessor Processor, SoloTask Task)[] margins = [.. Enumerable.Range(0, Options.PartitionCount).Select(pipeline.CreateMargin)];
        SoloTask[] tasks = [oracle, .. Intakes(pipeline), .. margins.Select(margin => margin.Task)];
        Engines = [.. margins.Select(margin => margin.Processor.Engine)];
        try
        {
            Array.ForEach(tasks, task => task.Start());
            SoloTasks.RunToEnd(tasks, TestContext.Current.CancellationToken);
        }
        finally
        {
            Array.ForEach(tasks, task => task.Dispose());
        }
    }

    /// <summary>What is committed in a topic, partition by partition.</summary>
    public List<LogRecord> Read(string topic)
    {
        var records = new List<LogRecord>();
        for (int partition = 0; partition < Log.Admin.PartitionCount(topic); partition++)
        {
            using ILogConsumer consumer = Log.CreateConsumer("reader");
            consumer.Assign([new(new(topic, partition), 0)]);
            while (consumer.Poll(TimeSpan.Zero) is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    /// <summary>The records of a topic, without tombstones.</summary>
    public List<T> Read<T>(string topic) => [.. Read(topic).Where(record => record.Value is not null).Select(Decode<T>)];

    public T Decode<T>(LogRecord record) => (T)Wire.Deserialize(record.Topic, record.Value!);

    /// <summary>A record of ours as JSON.</summary>
    public static string Json(object record)
    {
        IRecordCodec codec = RecordCodecs.ByName(record.GetType().Name);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            RecordJson.Write(writer, codec.Schema, codec.Encode(record));
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private int PlaceOf(object record) => !IsRepartitioned ? PartitionOf(record) : record switch
    {
        Position position => SourcePartitionOf(position.Account),
        Account account => SourcePartitionOf(account.Id),
        string account => SourcePartitionOf(account),
        _ => PartitionOf(record),
    };

    /// <summary>The partition in which a record belongs.</summary>
    public static int PartitionOf(object record) => record switch
    {
        Position position => PartitionOf(position.Account),
        Account account => PartitionOf(account.Id),
        Progress progress => progress.Partition,
        string account => PartitionOf(account),
        _ => 0,
    };
}
