using System.Globalization;
using System.IO.Hashing;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Engine.Reference;
using MarginStreams.Streams;
using MarginStreams.Topologies;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginStreams.Simulation;

/// <summary>
/// Compares what is committed with two recomputations: by the engine of production, byte for byte; and by the reference engine, which judges every account at
/// every frame in arbitrary precision, and words differently why an account cannot be judged.
/// </summary>
internal sealed class Verdict
{
    private readonly CommittedLog _committed;
    private readonly SimulationSettings _settings;
    private readonly WireFormat _wire;
    private readonly Action<string> _find;
    private readonly Pipeline _pure;
    private readonly Pipeline _reference;
    private readonly MarginProcessor[] _margins;
    private readonly XxHash128 _outputs = new();

    /// <summary>A verdict that is still to be found.</summary>
    public Verdict(CommittedLog committed, SimulationSettings settings, WireFormat wire, Action<string> find)
    {
        (_committed, _settings, _wire, _find) = (committed, settings, wire, find);
        var empty = new EmbeddedCluster();
        _pure = new Pipeline(empty, settings.Pipeline, wire, new VirtualTime(), NullLoggerFactory.Instance);
        _reference = new Pipeline(
            empty,
            settings.Pipeline,
            wire,
            new VirtualTime(),
            NullLoggerFactory.Instance,
            static engine => new ReferenceEngine(engine) { PassesStanding = true });
        _pure.EnsureTopics();
        _margins = new MarginProcessor[settings.Pipeline.PartitionCount];
    }

    /// <summary>Comparisons that were made.</summary>
    public long Checks { get; private set; }

    /// <summary>Number of frames.</summary>
    public long Frames { get; private set; }

    /// <summary>Number of triggers.</summary>
    public long Triggers { get; private set; }

    /// <summary>Number of commits.</summary>
    public long Commits { get; private set; }

    /// <summary>Number of dead letters.</summary>
    public long DeadLetters { get; private set; }

    /// <summary>Hash of the recomputed state and of everything that was written.</summary>
    public string StateHash => (Recomputed().Value ^ _outputs.GetCurrentHashAsUInt128()).ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Recomputes every task and compares all that it wrote.</summary>
    public void CompareTasks()
    {
        TopicNames topics = _settings.Pipeline.Topics;
        Commits += Compare(_pure.Oracle().CreateTask(0), [new(topics.Frames, 0)], static (_, value) => value);
        for (int partition = 0; partition < _margins.Length; partition++)
        {
            string[] names = [topics.LiquidationTriggers, topics.OpenLiquidations, topics.AccountStatus, topics.MarketRisk];
            TopicPartition[] outputs = [.. names.Select(topic => new TopicPartition(topic, partition))];
            Commits += Compare(_pure.Margin().CreateTask(partition), outputs, static (_, value) => value);
            (TaskOptions Options, IProcessor Processor) reference = _reference.Margin().CreateTask(partition);
            _margins[partition] = (MarginProcessor)reference.Processor;
            Compare(reference, outputs, WithoutWording);
        }

        Frames = _committed[new(topics.Frames, 0)].Count;
        Triggers = Enumerable.Range(0, _margins.Length).Sum(partition => _committed[new(topics.LiquidationTriggers, partition)].Count);
        DeadLetters = Enumerable.Range(0, _margins.Length).Sum(partition => _committed[new(topics.DeadLetters, partition)].Count);
        foreach (TopicPartition place in _committed.Places)
        {
            foreach (LogRecord record in _committed[place])
            {
                _outputs.Append(BitConverter.GetBytes(record.TimestampMs));
                _outputs.Append(record.Key ?? []);
                _outputs.Append(record.Value ?? []);
            }
        }
    }

    /// <summary>Compares the state in the memory of the tasks with the recomputed one.</summary>
    public void CompareLive(IEnumerable<(int Partition, MarginProcessor Processor)> live)
    {
        int count = 0;
        foreach ((int partition, MarginProcessor processor) in live)
        {
            Checks++;
            count++;
            StateHash right = Engine.StateHash.Of(_margins[partition].Engine.Accounts());
            StateHash there = Engine.StateHash.Of(processor.Engine.Accounts());
            if (there != right)
            {
                _find($"the state of partition {partition} has the hash {there}, but the recomputed one has {right}");
            }
        }

        if (count != _margins.Length)
        {
            _find($"{count} tasks serve {_margins.Length} partitions");
        }
    }

    /// <summary>Checks what must hold of any run.</summary>
    public void CheckInvariants()
    {
        var invariants = new Invariants(_committed, _settings.Pipeline.Topics, _wire, _find);
        invariants.CheckFrames();
        invariants.CheckTriggerIds(_margins.Length);
        for (int partition = 0; partition < _margins.Length; partition++)
        {
            invariants.CheckStreamTime(new(_settings.Pipeline.Topics.MarginChangelog, partition));
            invariants.CheckEpisodes(partition, _margins[partition].Engine);
        }

        invariants.CheckStreamTime(new(_settings.Pipeline.Topics.OracleChangelog, 0));
        Checks += invariants.Checks;
    }

    private byte[]? WithoutWording(string topic, byte[]? value) => topic != _settings.Pipeline.Topics.AccountStatus || value is null
        ? value
        : RecordCodecs.AccountStatus.Encode((AccountStatus)_wire.Deserialize(topic, value) with { Error = "" });

    private long Compare((TaskOptions Options, IProcessor Processor) task, TopicPartition[] outputs, Func<string, byte[]?, byte[]?> comparable)
    {
        var check = new TaskCheck(_committed, task.Options, comparable, _find);
        try
        {
            check.Recompute(task.Processor);
        }
        catch (InvalidDataException wrong)
        {
            _find($"{task.Options.TaskId}: {wrong.Message}");
            return 0;
        }

        IEnumerable<TopicPartition> deadLetters =
            Enumerable.Range(0, task.Options.DeadLetterPartitions).Select(partition => new TopicPartition(task.Options.DeadLetterTopic, partition))
                .Where(place => task.Options.TaskId == OracleTopology.TopologyName || place.Partition == task.Options.Changelog.Partition);
        foreach (TopicPartition place in outputs.Concat(deadLetters).Append(task.Options.Changelog).Append(task.Options.Journal!.Value))
        {
            check.Compare(place);
        }

        Checks += check.Compared;
        return check.Commits;
    }

    private StateHash Recomputed() => Engine.StateHash.Of(_margins.SelectMany(margin => margin.Engine.Accounts()));
}
