using System.Globalization;
using System.Text;
using MarginStreams.Cli.Recordings;
using MarginStreams.Cli.Runs;
using MarginStreams.Cli.Verifying;
using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Explaining;

/// <summary>Makes one decision of a run again: the run's recording up to that moment, this account alone, and the engine of production.</summary>
public sealed class DecisionFinder
{
    private readonly WireFormat _wire = new(new LocalSchemaIds());
    private readonly string _account;
    private readonly PipelineOptions _options;
    private readonly Recording _recording;
    private readonly Dictionary<long, long> _frameOffsets;
    private readonly LiquidationTrigger[] _triggers;

    /// <summary>A finder for one account of a run.</summary>
    public DecisionFinder(RunFolder folder, string account, string? recordingPath)
    {
        RunResult result = folder.ReadResult();
        _account = account;
        _options = RunSources.ToOptions(result.Settings);
        _recording = RunSources.Reopen(result.Recording, recordingPath);
        _frameOffsets = folder.ReadFrames().ToDictionary(frame => frame.Frame, frame => frame.Offset);
        _triggers = [.. RunTriggers.Of(folder, account)];
    }

    /// <summary>The decision behind a trigger of the account: the one asked for, else its latest.</summary>
    /// <exception cref="CliException">There is no such trigger, or nothing was left to be judged.</exception>
    public Decision AtTrigger(string? triggerId)
    {
        LiquidationTrigger? trigger = _triggers.LastOrDefault(one => triggerId is null || one.TriggerId == triggerId);
        if (trigger is null)
        {
            throw new CliException(
                ExitCode.InputInvalid,
                triggerId is null
                    ? $"account {_account} has no trigger in this run: name a frame with --at"
                    : $"account {_account} has no trigger {triggerId} in this run");
        }

        return Replay(
            trigger,
            (_, sent) => sent.Any(record => record.Topic == _options.Topics.LiquidationTriggers
                && ((LiquidationTrigger)_wire.Deserialize(record.Topic, record.Value!)).TriggerId == trigger.TriggerId),
            $"trigger {trigger.TriggerId}");
    }

    /// <summary>The judgement of the account at a frame: after its prices, and after the account's own records up to the next frame.</summary>
    /// <exception cref="CliException">There is no such frame, or the account was not there.</exception>
    public Decision AtFrame(long number)
    {
        if (!_frameOffsets.ContainsKey(number))
        {
            throw new CliException(ExitCode.Usage, $"--at: expected a frame from 0 to {_frameOffsets.Count - 1}, but it is {number}");
        }

        string nextKey = RecordKeys.Frame(number + 1);
        return Replay(
            null,
            (next, _) => next is null || (next.Topic == _options.Topics.Frames && Encoding.UTF8.GetString(next.Key!) == nextKey),
            $"frame {number.ToString(CultureInfo.InvariantCulture)}");
    }

    private Decision Replay(LiquidationTrigger? trigger, Func<LogRecord?, IReadOnlyList<OutgoingRecord>, bool> isThere, string moment)
    {
        int partition = AccountPartitioner.PartitionOf(_account, _options.PartitionCount);
        var input = MergedInput.Of(_recording.Read(), _options, _wire, n => _frameOffsets.GetValueOrDefault(n, -1));
        var task = new MarginTaskOptions(partition, _options.PartitionCount, _options.MaxAwaitFrames);
        var engine = new MarginEngine(new EngineOptions(partition, _options.MaxAwaitFrames));
        var processor = new MarginProcessor(task, _options.Topics, _wire, new NoHistory(), _ => engine);
        var context = new CollectingContext();
        var positions = new SortedDictionary<string, LogRecord>(StringComparer.Ordinal);
        bool there = false;
        List<LogRecord> records = [.. input.ForPartition(partition).Where(IsNeeded)];
        for (int i = 0; i < records.Count && !there; i++)
        {
            LogRecord record = records[i];
            context.Forwarded.Clear();
            processor.Process(record, context);
            if (record.Topic == _options.Topics.Positions)
            {
                positions[Encoding.UTF8.GetString(record.Key!)] = record;
            }

            there = isThere(i + 1 < records.Count ? records[i + 1] : null, context.Forwarded);
        }

        AccountState state = engine.Find(_account) ?? throw NothingLeft(moment);
        AccountExplanation explanation = engine.Explain(_account) ?? throw NothingLeft(moment);
        TriggerInputs inputs = processor.InputsOf(_account);
        LogRecord[] current = [.. positions.Values.Where(record => record.Value is not null)];
        return new(explanation, state, trigger, inputs, current, [.. Observations(inputs)]);
    }

    private bool IsNeeded(LogRecord record) =>
        record.Topic == _options.Topics.Frames || InputRecords.AccountOf(Encoding.UTF8.GetString(record.Key!)) == _account;

    private CliException NothingLeft(string moment) =>
        new(ExitCode.InputInvalid, $"account {_account} could not be judged at {moment}: it has no holding there, or a price is missing");

    private IEnumerable<LogRecord> Observations(TriggerInputs inputs)
    {
        var wanted = inputs.Sources.Select(source => (source.Partition, source.Offset)).ToHashSet();
        var records = new InputRecords(_options.Topics, _options.PartitionCount, _wire);
        return _recording.Read(InputTopic.OraclePrices).Select(records.Next).Where(record => wanted.Contains((record.Partition, record.Offset)));
    }
}
