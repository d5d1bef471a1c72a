using MarginStreams.Contracts;
using MarginStreams.Engine;
using MarginStreams.Streams;

namespace MarginStreams.Topologies;

/// <summary>
/// The margin topology of one partition: positions joined with the frames; triggers, open liquidations, statuses, risks of markets and dead letters out. Its
/// changelog holds one record for each account, and where it stands in the frames.
/// </summary>
public sealed partial class MarginProcessor : IProcessor
{
    private readonly MarginTaskOptions _options;
    private readonly TopicNames _topics;
    private readonly WireFormat _wire;
    private readonly InputDecoder _inputs;
    private readonly IFrameHistory _history;
    private readonly FrameCache _frames;
    private readonly IMarginEngine _engine;
    private readonly PositionPlaces _places;
    private readonly MarketView _market = new();
    private readonly EffectWriter _effects;
    private readonly MarketRiskWriter _risks;

    /// <summary>Makes the processor of one partition; those that run on one thread share their frames.</summary>
    public MarginProcessor(
        MarginTaskOptions options,
        TopicNames topics,
        WireFormat wire,
        IFrameHistory history,
        Func<EngineOptions, IMarginEngine> engine,
        FrameCache? frames = null)
    {
        _options = options;
        _topics = topics;
        _wire = wire;
        _inputs = new InputDecoder(wire);
        _places = new PositionPlaces(options.Partition, options.Partitioning);
        _history = history;
        _frames = frames ?? new FrameCache(wire);
        _engine = engine(new EngineOptions(options.Partition, options.MaxAwaitFrames) { TellsHealthyNewcomers = options.TellsHealthyNewcomers });
        _effects = new EffectWriter(topics, wire, _market, _places, options.Partition);
        _risks = new MarketRiskWriter(options.MarketRisk, topics, wire, _engine, _market, options.Partition);
    }

    /// <summary>What happened since the start, by kind.</summary>
    public MarginCounts Counts => _effects.Counts;

    /// <summary>The engine, for reading its state between records.</summary>
    public IMarginEngine Engine => _engine;

    /// <summary>Number of the latest frame; -1 before the first.</summary>
    public long LastFrame => _market.Frame;

    /// <summary>Stream-time of the latest frame, ms; 0 before the first.</summary>
    public long LastFrameMs => _market.StreamTimeMs;

    /// <summary>The records that the latest judgement of an account came from, as its triggers name them.</summary>
    public TriggerInputs InputsOf(string account) =>
        TriggerMapping.InputsOf(_engine.Assess(account), _places.Of(_engine.Find(account)?.PositionOffset ?? -1), _market);

    /// <inheritdoc/>
    public void Process(LogRecord record, IProcessorContext context)
    {
        _effects.Context = context;
        if (record.Topic == _topics.Frames)
        {
            TakeFrame(record, context);
        }
        else
        {
            TakePosition(_options.Partitioning == PositionPartitioning.Direct ? record : SourceHeaders.SourceOf(record), context);
        }
    }

    /// <inheritdoc/>
    public void Idle(IProcessorContext context)
    {
    }

    private void TakeFrame(LogRecord record, IProcessorContext context)
    {
        Frame frame = _frames.Decode(record);
        if (_market.Frame < 0 && !frame.Keyframe)
        {
            _effects.Counts.FramesBeforeKeyframe++;
            return;
        }

        if (_market.Frame >= 0 && frame.Number != _market.Frame + 1)
        {
            if (frame.Number <= _market.Frame)
            {
                context.DeadLetter(record, "FrameNotMonotone", $"expected frame {_market.Frame + 1}, but it is {frame.Number}");
                return;
            }

            throw new InvalidDataException($"expected frame {_market.Frame + 1} at offset {record.Offset}, but it is {frame.Number}: frames are missing");
        }

        long? formerMs = _market.Frame < 0 ? null : _market.StreamTimeMs;
        MarketFrame market = _market.Take(frame, record.Offset);
        SettleParkedAccounts(frame, context);
        _engine.Apply(market, _effects);
        _effects.Counts.Frames++;
        SettleParkedPositions(frame, context);
        _risks.Tell(formerMs, context);
    }
}
