using System.Numerics;
using System.Text;
using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// Gives the same events to two engines and compares, after each one, everything that can be seen of them. On the way engines are restarted from
/// their own states, and the promise of the episodes is checked from the other engine's figures.
/// </summary>
internal sealed class Comparison(EngineOptions options, Func<EngineOptions, IMarginEngine> create, IMarginEngine right, Coverage coverage)
{
    private const int Few = 20;
    private readonly WorldMirror _market = new();
    private int _events;
    private IMarginEngine _left = create(options);
    private IMarginEngine _right = right;

    /// <summary>The first difference, or null: a world from its seed, the engine in production against another one.</summary>
    public static string? Run(int seed, int count, EngineOptions options, IMarginEngine judge, Coverage coverage, int more = 0) =>
        Run(seed, count, options, static options => new MarginEngine(options), judge, coverage, more);

    /// <summary>The first difference, or null: a world from its seed, engines of one kind against another one.</summary>
    public static string? Run(
        int seed, int count, EngineOptions options, Func<EngineOptions, IMarginEngine> create, IMarginEngine judge, Coverage coverage, int more = 0)
    {
        var comparison = new Comparison(options, create, judge, coverage);
        List<object> events = World.Events(seed, count, more);
        for (int i = 0; i < events.Count; i++)
        {
            if (comparison.TryStep(events[i], restart: (seed + i) % 11 == 0) is { } difference)
            {
                return $"seed {seed}, event {i}: {EffectText.Full(events[i])}\n{difference}";
            }
        }

        coverage.End(comparison._left);
        return null;
    }

    /// <summary>Gives an engine an event of any kind.</summary>
    public static RejectReason Apply(IMarginEngine engine, object happening, IEffects effects)
    {
        switch (happening)
        {
            case MarketFrame frame:
                engine.Apply(frame, effects);
                return RejectReason.None;
            case HoldingEvent { Holding: { } held } holding when holding.Offset % 2 == 0 && new[] { held.Size, held.Cost, held.SettledIndex }.All(IsNarrow):
                return engine.Apply(Narrow(holding, held), effects);
            case HoldingEvent holding:
                return engine.Apply(holding, effects);
            default:
                return engine.Apply((AccountEvent)happening, effects);
        }
    }

    private static bool IsNarrow(BigInteger amount) => amount.GetBitLength() < 128;

    /// <summary>The same event, as most records have it.</summary>
    private static NarrowHoldingEvent Narrow(HoldingEvent holding, Holding held) => new()
    {
        Account = Encoding.UTF8.GetBytes(holding.Account),
        Instrument = Encoding.UTF8.GetBytes(holding.Instrument),
        Offset = holding.Offset,
        Size = (Int128)held.Size,
        Cost = (Int128)held.Cost,
        SettledIndex = (Int128)held.SettledIndex,
        Cause = holding.Cause,
        BlockNumber = holding.BlockNumber,
        RemainingInBlock = holding.RemainingInBlock,
    };

    /// <summary>An engine that throws differs from one that does not.</summary>
    private string? TryStep(object happening, bool restart)
    {
        try
        {
            return Step(happening, restart);
        }
        catch (Exception thrown) when (thrown is not Xunit.Sdk.XunitException)
        {
            return thrown.ToString();
        }
    }

    private string? Step(object happening, bool restart)
    {
        _market.Take(happening);
        RecordedEffects leftEffects = new(), rightEffects = new();
        RejectReason leftReason = Apply(_left, happening, leftEffects);
        RejectReason rightReason = Apply(_right, happening, rightEffects);
        if (leftReason != rightReason)
        {
            return $"refused {leftReason} | {rightReason}";
        }

        List<AccountState> leftStates = [.. _left.Accounts()], rightStates = [.. _right.Accounts()];
        string? difference = Difference("effects", leftEffects.All.Select(EffectText.OfEffect), rightEffects.All.Select(EffectText.OfEffect))
            ?? Difference("states", leftStates.Select(EffectText.Full), rightStates.Select(EffectText.Full))
            ?? Difference("changes", StateRecords.Changed(_left).Texts, StateRecords.Changed(_right).Texts)
            ?? Difference("records", StateRecords.Walked(_left).Texts.Order(), StateRecords.Walked(_right).Texts.Order())
            ?? Difference("hash", [StateHash.Of(leftStates).ToString()], [StateHash.Of(rightStates).ToString()])
            ?? (IsLookedAt(leftStates) ? Difference("figures", Figures(_left, leftStates), Figures(_right, leftStates)) : null)
            ?? (IsLookedAt(leftStates) ? Difference("the worst", Worst(_left), Worst(_right)) : null)
            ?? RiskDifference(leftStates)
            ?? (IsLookedAt(leftStates) ? Promise.Broken(leftStates, _right.Assess) : null);
        coverage.Event(happening, leftReason, leftEffects, leftStates, _market);
        if (restart && difference is null)
        {
            Restart(leftStates);
        }

        return difference;
    }

    /// <summary>
    /// The engine in production goes on as another one that saw the latest market, or all frames again, and took the states back; so does the reference.
    /// </summary>
    private void Restart(List<AccountState> states)
    {
        coverage.Restarts++;
        _left = Restored(create(options), states);
        if (_right.GetType() == typeof(ReferenceEngine) && coverage.Restarts % 2 == 0 && !coverage.IsOfMutants)
        {
            _right = Restored(new ReferenceEngine(options), states);
        }
    }

    private IMarginEngine Restored(IMarginEngine engine, List<AccountState> states)
    {
        foreach (MarketFrame frame in coverage.Restarts % 3 == 0 ? _market.Frames : _market.Keyframes)
        {
            engine.Apply(frame, new RecordedEffects());
        }

        engine.Restore(states);
        return engine;
    }

    /// <summary>In a crowd, whatever has to be worked out for everybody is compared after every eighth event only.</summary>
    private bool IsLookedAt(List<AccountState> states) => states.Count <= Few || _events % 8 == 0;

    private IEnumerable<string> Worst(IMarginEngine engine)
    {
        IReadOnlyList<RankedAccount> worst = engine.Worst(_events % 4 == 0 ? 2 : int.MaxValue);
        coverage.Ranked(worst);
        return worst.Select(one => $"{one.Account} {one.Band} {one.WarningPpm} {EffectText.Full(one.Assessment)}");
    }

    /// <summary>Now and then, one instrument around its price: open interest and isolated notional exactly, the estimate within its bounds.</summary>
    private string? RiskDifference(List<AccountState> states)
    {
        string instrument = WorldTerms.Instruments[_events % WorldTerms.Instruments.Length];
        if (++_events % 5 != 0)
        {
            return null;
        }

        BigInteger[] prices = Ladder.Prices(_market.ValuesOf(instrument).Price ?? 5);
        MarketRiskView? ours = _left.Risk(instrument, prices), exact = _right.Risk(instrument, prices);
        if (ours is null || exact is null)
        {
            return ours is null == exact is null ? null : $"the ladder of {instrument} is there in one of them only: {ours} | {exact}";
        }

        coverage.Ladder(ours, exact);
        return Difference("the ladder", Ladder.Exact(ours), Ladder.Exact(exact))
            ?? Ladder.Implausible(ours, exact, states, _market);
    }

    private static IEnumerable<string> Figures(IMarginEngine engine, List<AccountState> states) =>
        states.Select(state => $"{state.Account} {EffectText.Full(engine.Assess(state.Account))}");

    private static string? Difference(string what, IEnumerable<string> left, IEnumerable<string> right)
    {
        List<string> ours = [.. left], theirs = [.. right];
        return ours.SequenceEqual(theirs)
            ? null
            : $"{what} differ:\n{string.Join('\n', ours.Except(theirs))}\n-- but should be --\n{string.Join('\n', theirs.Except(ours))}"
                + (ours.Order().SequenceEqual(theirs.Order()) ? "\nthe same in another order" : "");
    }
}
