using System.Text;
using MarginStreams.Cli.Verifying;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Explaining;

/// <summary>The engine of production, fed with one account's input record by record.</summary>
internal sealed class AccountReplay
{
    private readonly string _account;
    private readonly AccountInput _input;
    private readonly TopicNames _topics;
    private readonly WireFormat _wire;
    private readonly MarginEngine _engine;
    private readonly MarginProcessor _processor;
    private readonly CollectingContext _context;
    private readonly SortedDictionary<string, LogRecord> _own = new(StringComparer.Ordinal);

    public AccountReplay(string account, AccountInput input, PipelineOptions options, WireFormat wire)
    {
        _account = account;
        _input = input;
        _topics = options.Topics;
        _wire = wire;
        _context = new(_topics.AccountStatus, _topics.LiquidationTriggers);
        _engine = new MarginEngine(new EngineOptions(input.Partition, options.MaxAwaitFrames));
        var task = new MarginTaskOptions(input.Partition, options.PartitionCount, options.MaxAwaitFrames);
        _processor = new MarginProcessor(task, options.Topics, wire, new NoHistory(), _ => _engine);
    }

    /// <summary>How many records were taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Whether the account can be judged now.</summary>
    public bool IsJudgeable => _engine.Assess(_account) is not null;

    /// <summary>The account's state now; null when it is not there.</summary>
    public AccountState? State => _engine.Find(_account);

    /// <summary>Why it could not be judged when it was last tried; empty when it was.</summary>
    public string Error { get; private set; } = "";

    /// <summary>The latest record under each of the account's keys.</summary>
    public IReadOnlyList<SourceRecord> Positions => [.. _own.Values.Select(_input.PlaceOf)];

    /// <summary>The key of the next record where it is a frame; null where it is none, empty at the end.</summary>
    public string? NextFrameKey =>
        Taken == _input.Records.Count ? "" : _input.Records[Taken] is { } next && next.Topic == _topics.Frames ? Encoding.UTF8.GetString(next.Key!) : null;

    /// <summary>Takes the next record; the ids of the triggers that it led to.</summary>
    public IReadOnlyList<string> Step()
    {
        LogRecord record = _input.Records[Taken++];
        _context.Forwarded.Clear();
        _processor.Process(record, _context);
        if (record.Topic == _topics.Positions)
        {
            _own[Encoding.UTF8.GetString(record.Key!)] = record;
        }

        foreach (OutgoingRecord sent in _context.Forwarded.Where(sent => sent.Topic == _topics.AccountStatus && sent.Value is not null))
        {
            Error = ((AccountStatus)_wire.Deserialize(sent.Topic, sent.Value!)).Error;
        }

        return
        [
            .. _context.Forwarded.Where(sent => sent.Topic == _topics.LiquidationTriggers)
                .Select(sent => ((LiquidationTrigger)_wire.Deserialize(sent.Topic, sent.Value!)).TriggerId),
        ];
    }

    /// <summary>Takes records until so many were taken.</summary>
    public void StepTo(int taken)
    {
        while (Taken < taken)
        {
            Step();
        }
    }

    /// <summary>The judgement as it stands.</summary>
    public JudgedMoment? Judged() => _engine.Explain(_account) is { } explanation ? new(explanation, _processor.InputsOf(_account)) : null;
}
