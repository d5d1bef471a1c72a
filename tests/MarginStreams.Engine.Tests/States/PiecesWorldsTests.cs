using System.Numerics;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// A snapshot in pieces, between which events come, and the records that changed meanwhile give an engine that is to everybody who looks the one that went on
/// all the while: over random worlds, again and again, with the keyframe before the records and after them.
/// </summary>
public sealed class PiecesWorldsTests(ITestOutputHelper output)
{
    private const int WorldCount = 400;
    private const int EventCount = 80;
    private const int SnapshotEvery = 9;
    private static readonly EngineOptions Options = new(Partition: 3, MaxAwaitFrames: 4);

    /// <summary>What a snapshot has to have held at least once, or the comparison proves less than it says.</summary>
    private static readonly string[] Required =
    [
        "no frame yet", "no accounts", "keyframe before", "keyframe after", "attributes", "e-mode", "episode", "held", "bankrupt", "awaits records",
        "awaits a block", "awaits in an episode", "warning line", "two words", "long amount", "wide lane", "accounts were removed", "a removed account is back",
        "a tombstone in the tail", "an account twice in the tail",
    ];

    /// <summary>What changed since the walk began.</summary>
    private readonly List<(byte[] Account, byte[] State)> _tail = [];
    private readonly SortedDictionary<string, int> _happened = new(StringComparer.Ordinal);

    [Fact]
    public void Restored_FromPiecesAndTail_GoesOnTheSame()
    {
        for (int seed = 0; seed < WorldCount; seed++)
        {
            Run(seed);
        }

        output.WriteLine(string.Join('\n', _happened.Select(pair => $"{pair.Value,8} {pair.Key}")));
        Assert.All(Required, what => Assert.True(_happened.GetValueOrDefault(what) > 0, $"never happened: {what}"));
    }

    private void Run(int seed)
    {
        MarginEngine engine = new(Options), other = new(Options);
        var market = new WorldMirror();
        HashSet<string> known = new(StringComparer.Ordinal), gone = new(StringComparer.Ordinal);
        int more = seed % 20 == 1 ? 80 : 0;
        List<object> events = World.Events(seed, EventCount + more, more);
        (IStateWalk Walk, StateRecords Records) snapshot = (engine.Walk(), new StateRecords());
        for (int i = 0; i < events.Count; i++)
        {
            string at = $"seed {seed}, event {i}: ";
            market.Take(events[i]);
            Step(at, engine, other, events[i]);
            HashSet<string> now = [.. engine.Accounts().Select(state => state.Account)];
            gone.UnionWith(known.Except(now));
            known.UnionWith(now);

            // A piece of one or two accounts after each event, and behind it in the tail what the event changed.
            StateRecords changed = StateRecords.Changed(engine);
            Same(at, changed.Texts, StateRecords.Changed(other).Texts);
            _tail.AddRange(changed.All);
            bool isWhole = !(snapshot.Walk.TryNext(snapshot.Records) && (i % 2 == 0 || snapshot.Walk.TryNext(snapshot.Records)));
            if (isWhole && (seed + i) % SnapshotEvery == 0)
            {
                Count(now.Count < known.Count, "accounts were removed");
                Count(now.Overlaps(gone), "a removed account is back");
                Count(engine, market);
                other = Again(at, engine, snapshot.Records, market, isBefore: (seed + i) % 2 == 0);
                snapshot = (engine.Walk(), new StateRecords());
                _tail.Clear();
            }
        }

        _tail.Clear();
    }

    /// <summary>Another engine that took the pieces back, then the tail, and saw the market before that or after it.</summary>
    private MarginEngine Again(string at, MarginEngine engine, StateRecords pieces, WorldMirror market, bool isBefore)
    {
        var again = new MarginEngine(Options);
        MarketFrame? keyframe = market.Keyframe();
        var none = new RecordedEffects();
        if (isBefore && keyframe is not null)
        {
            again.Apply(keyframe, none);
        }

        Count(pieces.All.DistinctBy(one => Convert.ToHexString(one.Account)).Count() < pieces.All.Count, "an account in two pieces");
        Count(_tail.Exists(one => one.State.Length == 0), "a tombstone in the tail");
        Count(_tail.Count > _tail.DistinctBy(one => Convert.ToHexString(one.Account)).Count(), "an account twice in the tail");
        pieces.Give(again);
        _tail.ForEach(one => again.Restore(one.Account, one.State));
        Count(keyframe is null, "no frame yet");
        Count(engine.AccountCount == 0, "no accounts");
        Count(isBefore, "keyframe before");
        if (!isBefore && keyframe is not null)
        {
            Count(true, "keyframe after");
            again.Apply(keyframe, none);
        }

        again.Restored();
        Assert.Empty(none.All);
        Assert.Equal(engine.AccountCount, again.AccountCount);
        SameStates(at, engine, again);
        SameFigures(at, engine, again);
        Assert.Empty(StateRecords.Changed(again).All);
        return again;
    }

    private static void Step(string at, MarginEngine engine, MarginEngine other, object happening)
    {
        RecordedEffects expected = new(), actual = new();
        RejectReason reason = Comparison.Apply(engine, happening, expected);
        Assert.Equal(reason, Comparison.Apply(other, happening, actual));
        Same(at, expected.All.Select(EffectText.OfEffect), actual.All.Select(EffectText.OfEffect));
        SameStates(at, engine, other);
    }

    private static void SameStates(string at, MarginEngine engine, MarginEngine other)
    {
        Same(at, engine.Accounts().Select(EffectText.Full), other.Accounts().Select(EffectText.Full));
        Assert.Equal(StateHash.Of(engine.Accounts()), StateHash.Of(other.Accounts()));
    }

    private static void SameFigures(string at, MarginEngine engine, MarginEngine other)
    {
        Same(at, Figures(engine), Figures(other));
        foreach (string instrument in WorldTerms.Instruments)
        {
            Assert.Equal(Open(engine.Risk(instrument, [1, 1_000_000])), Open(other.Risk(instrument, [1, 1_000_000])));
        }
    }

    private static IEnumerable<string> Figures(MarginEngine engine) => engine.Accounts().Select(state => EffectText.Full(engine.Assess(state.Account)))
        .Concat(engine.Worst(int.MaxValue).Select(one => $"{one.Account} {one.Band} {one.WarningPpm} {EffectText.Full(one.Assessment)}"));

    private static (BigInteger Long, BigInteger Short, BigInteger Isolated)? Open(MarketRiskView? view) =>
        view is null ? null : (view.LongSize, view.ShortSize, view.Steps[0].IsolatedNotional);

    private static void Same(string at, IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.Equal(at + string.Join('\n', expected), at + string.Join('\n', actual));

    private void Count(MarginEngine engine, WorldMirror market)
    {
        Count(engine.WideCount > 0, "wide lane");
        foreach (AccountState state in engine.Accounts())
        {
            Count(state.Attributes is { Count: > 0 }, "attributes");
            bool isOfAave = market.VenueOf(state.Account.Split(':')[0]) is { RuleSet: "aave-v3" };
            Count(isOfAave && state.Attributes?.Any(pair => pair.Key == "eMode" && pair.Value > 0) == true, "e-mode");
            Count(state.Episode is not null, "episode");
            Count(state.Episode is { Held: true }, "held");
            Count(state.Episode is { Bankrupt: true }, "bankrupt");
            Count(state.Await is { RemainingInBlock: > 0 }, "awaits records");
            Count(state.Await is { BlockNumber: > 0 }, "awaits a block");
            Count(state is { Await: not null, Episode: not null }, "awaits in an episode");
            Count(state.WarningPpm > 0, "warning line");
            Count(state.Holdings.Any(held => held.Value.Size.GetBitLength() is > 64 and <= 120), "two words");
            Count(state.Holdings.Any(held => held.Value.Size.GetBitLength() > 120), "long amount");
        }
    }

    private void Count(bool happened, string what) => _happened[what] = _happened.GetValueOrDefault(what) + (happened ? 1 : 0);
}
