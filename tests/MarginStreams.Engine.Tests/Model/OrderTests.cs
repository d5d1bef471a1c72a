using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>Order is nobody's advantage: accounts and holdings that are given in any order make the same engine.</summary>
public sealed class OrderTests
{
    private const int WorldCount = 60;
    private const int EventCount = 60;
    private static readonly EngineOptions Options = new(Partition: 3, MaxAwaitFrames: 4);

    [Theory]
    [MemberData(nameof(EngineKinds.All), MemberType = typeof(EngineKinds))]
    public void Restore_AccountsAndHoldingsInAnyOrder_GoesOnTheSame(string kind)
    {
        int accounts = 0;
        for (int seed = 0; seed < WorldCount; seed++)
        {
            var random = new Random(seed);
            List<object> events = World.Events(seed, EventCount);
            IMarginEngine engine = Create(kind);
            var market = new WorldMirror();
            foreach (object happening in events.Take(EventCount / 2))
            {
                market.Take(happening);
                Comparison.Apply(engine, happening, new RecordedEffects());
            }

            AccountState[] states = [.. engine.Accounts()];
            IMarginEngine shuffled = Create(kind);
            shuffled.Apply(market.Keyframe()!, new RecordedEffects());
            AccountState[] inDisorder = [.. states.Select(state => state with { Holdings = EngineKinds.Shuffled(state.Holdings, random) })];
            random.Shuffle(inDisorder);
            shuffled.Restore(inDisorder);
            accounts += states.Length;

            Assert.Equal(StateHash.Of(states), StateHash.Of(shuffled.Accounts()));
            Assert.Equal(Texts(engine, states), Texts(shuffled, states));
            foreach (object happening in events.Skip(EventCount / 2))
            {
                RecordedEffects expected = new(), actual = new();
                Comparison.Apply(engine, happening, expected);
                Comparison.Apply(shuffled, happening, actual);
                Assert.Equal(expected.All.Select(EffectText.OfEffect), actual.All.Select(EffectText.OfEffect));
            }
        }

        Assert.True(accounts > WorldCount);
    }

    private static IMarginEngine Create(string kind) => EngineKinds.Create(kind, Options);

    private static IEnumerable<string> Texts(IMarginEngine engine, AccountState[] states) =>
        states.Select(state => $"{EffectText.Full(engine.Find(state.Account)!)} {EffectText.Full(engine.Assess(state.Account))}");
}
