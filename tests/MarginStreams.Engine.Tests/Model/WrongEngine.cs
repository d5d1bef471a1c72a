using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>A reference engine that is wrong in one place each: what it is told, or what it says.</summary>
internal sealed class WrongEngine(EngineOptions options) : IMarginEngine
{
    private readonly ReferenceEngine _engine = new(options);

    public static readonly IReadOnlyDictionary<string, Func<EngineOptions, IMarginEngine>> All =
        new Dictionary<string, Func<EngineOptions, IMarginEngine>>(StringComparer.Ordinal)
        {
            ["records left in the block ignored"] = options => new WrongEngine(options)
            {
                OnHolding = one => one with { RemainingInBlock = Math.Min(0, one.RemainingInBlock) },
            },
            ["block ignored"] = options => new WrongEngine(options) { OnHolding = one => one with { BlockNumber = 0 } },
            ["cause ignored"] = options => new WrongEngine(options) { OnHolding = one => one with { Cause = HoldingCause.Unknown } },
            ["tombstone taken for an empty holding"] = options => new WrongEngine(options)
            {
                OnHolding = one => one with { Holding = one.Holding ?? new Holding(0, 0, 0) },
            },
            ["waits one frame longer"] = options => new WrongEngine(options with { MaxAwaitFrames = options.MaxAwaitFrames + 1 }),
            ["another partition"] = options => new WrongEngine(options with { Partition = options.Partition + 1 }),
            ["stream-time late by 1 ms"] = options => new WrongEngine(options) { OnFrame = frame => frame with { StreamTimeMs = frame.StreamTimeMs - 1 } },
            ["missing prices overlooked"] = options => new WrongEngine(options) { OnFrame = WithoutMissing },
            ["escalations not said"] = options => new WrongEngine(options) { Says = effect => effect is not EpisodeStep { Event: EpisodeEvent.Escalated } },
            ["renewals not said"] = options => new WrongEngine(options) { Says = effect => effect is not EpisodeStep { Reason: EpisodeReason.Expiry } },
            ["gone accounts not said"] = options => new WrongEngine(options) { Says = effect => effect is not StatusChange { Band: null } },
        };

    private Func<HoldingEvent, HoldingEvent> OnHolding { get; init; } = one => one;

    private Func<MarketFrame, MarketFrame> OnFrame { get; init; } = frame => frame;

    private Func<object, bool> Says { get; init; } = _ => true;

    public void Apply(MarketFrame frame, IEffects effects)
    {
        var said = new RecordedEffects();
        _engine.Apply(OnFrame(frame), said);
        Give(said, effects);
    }

    public RejectReason Apply(HoldingEvent holding, IEffects effects)
    {
        var said = new RecordedEffects();
        RejectReason reason = _engine.Apply(OnHolding(holding), said);
        Give(said, effects);
        return reason;
    }

    public RejectReason Apply(in NarrowHoldingEvent holding, IEffects effects) => Apply(holding.ToEvent(), effects);

    public RejectReason Apply(AccountEvent account, IEffects effects)
    {
        var said = new RecordedEffects();
        RejectReason reason = _engine.Apply(account, said);
        Give(said, effects);
        return reason;
    }

    public IEnumerable<AccountState> Accounts() => _engine.Accounts();

    public AccountState? Find(string account) => _engine.Find(account);

    public Assessment? Assess(string account) => _engine.Assess(account);

    public IReadOnlyList<RankedAccount> Worst(int count) => _engine.Worst(count);

    public MarketRiskView? Risk(string instrument, IReadOnlyList<BigInteger> prices) => _engine.Risk(instrument, prices);

    public void TakeChanges(IStateSink sink) => _engine.TakeChanges(sink);

    public IStateWalk Walk() => _engine.Walk();

    public void Restore(ReadOnlySpan<byte> account, ReadOnlySpan<byte> state) => _engine.Restore(account, state);

    public void Restored() => _engine.Restored();

    private static MarketFrame WithoutMissing(MarketFrame frame) =>
        frame with { Instruments = [.. frame.Instruments.Where(one => one.Values.Price is not null || one.Terms is not null)] };

    private void Give(RecordedEffects said, IEffects effects)
    {
        foreach (object effect in said.All.Where(Says))
        {
            RecordedEffects.Give(effect, effects);
        }
    }
}
