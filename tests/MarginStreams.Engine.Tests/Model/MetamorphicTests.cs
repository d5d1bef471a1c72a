using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>What must not matter, does not; what must get worse, does. Over random worlds, for both engines; nobody has to know the right answer.</summary>
public sealed class MetamorphicTests
{
    private const int WorldCount = 60;
    private const int EventCount = 60;
    private static readonly EngineOptions Options = new(Partition: 3, MaxAwaitFrames: 4);

    [Theory]
    [MemberData(nameof(EngineKinds.All), MemberType = typeof(EngineKinds))]
    public void Frame_ChangesInAnyOrder_SaysTheSame(string kind) => Assert.All(Enumerable.Range(0, WorldCount), seed =>
    {
        var random = new Random(seed);
        IMarginEngine one = Create(kind), other = Create(kind);
        foreach (object happening in World.Events(seed, EventCount))
        {
            object shuffled = happening is MarketFrame frame
                ? frame with { Venues = EngineKinds.Shuffled(frame.Venues, random), Instruments = EngineKinds.Shuffled(frame.Instruments, random) }
                : happening;
            Assert.Equal(Effects(one, happening), Effects(other, shuffled));
        }

        Assert.Equal(StateHash.Of(one.Accounts()), StateHash.Of(other.Accounts()));
    });

    [Theory]
    [MemberData(nameof(EngineKinds.All), MemberType = typeof(EngineKinds))]
    public void Records_OfOneAccountAlone_SayWhatTheyDidAmongOthers(string kind) => Assert.All(Enumerable.Range(0, WorldCount), seed =>
    {
        List<object> events = World.Events(seed, EventCount);
        IMarginEngine together = Create(kind);
        List<string> expected = [.. events.SelectMany(happening => Effects(together, happening))];
        foreach (string account in events.OfType<HoldingEvent>().Select(one => one.Account).Distinct(StringComparer.Ordinal))
        {
            IMarginEngine alone = Create(kind);
            IEnumerable<object> own = events.Where(happening => happening switch
            {
                HoldingEvent holding => holding.Account == account,
                AccountEvent change => change.Account == account,
                _ => true,
            });
            Assert.Equal(expected.Where(effect => effect.StartsWith(account + " ", StringComparison.Ordinal)), own.SelectMany(one => Effects(alone, one)));
        }
    });

    [Theory]
    [MemberData(nameof(EngineKinds.All), MemberType = typeof(EngineKinds))]
    public void Holdings_OfABlockInAnyOrder_MakeTheSameAccount(string kind)
    {
        int several = 0;
        foreach ((IMarginEngine engine, AccountState[] states, MarketFrame market) in Ends(kind))
        {
            Dictionary<string, InstrumentTerms> terms = market.Instruments.ToDictionary(one => one.Instrument, one => one.Terms!, StringComparer.Ordinal);
            foreach (AccountState state in states.Where(state => state.Holdings.Count > 1 && state.Holdings.All(held => IsTaken(state, held))))
            {
                string account = state.Account.Split(':')[0] + ":new";
                engine.Restore([state with { Account = account, Holdings = [], Episode = null, Band = null, Await = null }]);
                string[] forwards = Sent(state.Holdings);
                engine.Restore([state with { Account = account, Holdings = [], Episode = null, Band = null, Await = null }]);
                Assert.Equal(forwards, Sent(state.Holdings.Reverse()));
                several++;

                string[] Sent(IEnumerable<KeyValuePair<string, Holding>> holdings)
                {
                    int left = state.Holdings.Count;
                    string[] effects = [.. holdings.SelectMany(held => Effects(
                        engine, new HoldingEvent(account, held.Key, 1000 - --left, held.Value, HoldingCause.Trade, 0, left)))];
                    return [.. effects, EffectText.Full(engine.Find(account)!), EffectText.Full(engine.Assess(account))];
                }
            }

            // What was taken before its instrument was known may be refused now.
            bool IsTaken(AccountState state, KeyValuePair<string, Holding> held) => terms[held.Key] is var one
                && one.Venue == state.Account.Split(':')[0]
                && one.Side switch { InstrumentSide.Deposit => held.Value.Size >= 0, InstrumentSide.Debt => held.Value.Size <= 0, _ => true };
        }

        Assert.True(several > WorldCount, $"{several}");
    }

    [Theory]
    [MemberData(nameof(EngineKinds.All), MemberType = typeof(EngineKinds))]
    public void Price_GetsWorse_NoSurplusGrowsAndNobodyIsSaved(string kind)
    {
        int compared = 0, worse = 0;
        foreach ((IMarginEngine engine, AccountState[] states, MarketFrame market) in Ends(kind))
        {
            Dictionary<string, Assessment?> before = states.ToDictionary(state => state.Account, state => engine.Assess(state.Account), StringComparer.Ordinal);
            foreach (InstrumentChange change in market.Instruments.Where(one => one.Values is { Price: { } price, PriceLow: { } low } && price == low))
            {
                BigInteger price = change.Values.Price!.Value;
                foreach (BigInteger moved in new[] { price - 1, price / 2, price + 1, price * 3 }.Where(one => one > 0 && one != price))
                {
                    IMarginEngine after = Create(kind);
                    InstrumentChange other = change with
                    {
                        Values = change.Values with { Price = moved, PriceLow = moved, PriceHigh = moved + change.Values.PriceHigh!.Value - price },
                    };
                    InstrumentChange[] changes = [.. market.Instruments.Select(one => one.Instrument == change.Instrument ? other : one)];
                    after.Apply(market with { Instruments = changes }, new RecordedEffects());
                    foreach (AccountState state in states)
                    {
                        int sign = state.Holdings.FirstOrDefault(held => held.Key == change.Instrument).Value?.Size.Sign ?? 0;
                        bool isWorse = (sign > 0 && moved < price) || (sign < 0 && moved > price);
                        after.Restore([state]);
                        if (isWorse && before[state.Account] is { } was && after.Assess(state.Account) is { } now)
                        {
                            bool isLess = now.MaintenanceSurplus <= was.MaintenanceSurplus
                                && now.InitialSurplus <= was.InitialSurplus
                                && now.Equity <= was.Equity;
                            bool isSaved = was.IsLiquidatable && !now.IsLiquidatable;
                            Assert.True(isLess && !isSaved, $"{EffectText.Full(state)}\n{EffectText.Full(was)}\n{EffectText.Full(now)}");
                            compared++;
                            worse += now.MaintenanceSurplus < was.MaintenanceSurplus ? 1 : 0;
                        }
                    }
                }
            }
        }

        Assert.True(compared > 10 * WorldCount && worse > compared / 2, $"{worse} of {compared}");
    }

    [Theory]
    [MemberData(nameof(EngineKinds.All), MemberType = typeof(EngineKinds))]
    public void Position_OpenedAndClosedAtItsPrice_LeavesTheAccountAsItWas(string kind)
    {
        int opened = 0;
        foreach ((IMarginEngine engine, AccountState[] states, MarketFrame market) in Ends(kind))
        {
            foreach (AccountState state in states.Where(state => engine.Assess(state.Account) is not null && state is { Await: null, Episode: null }))
            {
                Assessment before = engine.Assess(state.Account)!;
                string venue = state.Account.Split(':')[0];
                VenueTerms terms = market.Venues.Single(one => one.Venue == venue).Terms!;
                foreach (InstrumentChange change in market.Instruments.Where(one =>
                    one is { Values.Price: not null, Terms.Kind: InstrumentKind.Perpetual } && one.Terms.Venue == venue))
                {
                    Holding? former = state.Holdings.FirstOrDefault(one => one.Key == change.Instrument).Value;
                    Holding held = former ?? new(0, 0, change.Values.FundingIndex);
                    Rational value = Rational.Of(7 * change.Values.Price!.Value * change.Terms!.Multiplier)
                        * Rational.PowerOfTen(change.Terms.SizeExponent + change.Terms.PriceExponent - terms.NumeraireExponent);
                    if (held.SettledIndex != change.Values.FundingIndex)
                    {
                        continue;
                    }

                    Holding more = held with { Size = held.Size + 7, Cost = held.Cost + (value.Numerator / value.Denominator) };
                    Effects(engine, new HoldingEvent(state.Account, change.Instrument, 1000, more, HoldingCause.Trade, 0, 0));
                    // What was paid is the value without its fraction, and a value is rounded down: not a unit is lost and at most one is found.
                    Assert.InRange(engine.Assess(state.Account)!.Equity - before.Equity, BigInteger.Zero, BigInteger.One);
                    Effects(engine, new HoldingEvent(state.Account, change.Instrument, 1001, former, HoldingCause.Trade, 0, 0));
                    Assert.Equal(EffectText.Full(before), EffectText.Full(engine.Assess(state.Account)));
                    opened++;
                }
            }
        }

        Assert.True(opened > WorldCount, $"{opened}");
    }

    /// <summary>Worlds at their ends: an engine, its states, and the whole market.</summary>
    private static IEnumerable<(IMarginEngine Engine, AccountState[] States, MarketFrame Market)> Ends(string kind)
    {
        for (int seed = 0; seed < WorldCount; seed++)
        {
            IMarginEngine engine = Create(kind);
            var market = new WorldMirror();
            foreach (object happening in World.Events(seed, EventCount))
            {
                market.Take(happening);
                Comparison.Apply(engine, happening, new RecordedEffects());
            }

            MarketFrame keyframe = market.Keyframe()!;
            if (keyframe.Venues.All(one => one.Terms is not null) && keyframe.Instruments.All(one => one.Terms is not null))
            {
                yield return (engine, [.. engine.Accounts()], keyframe);
            }
        }
    }

    private static IMarginEngine Create(string kind) => EngineKinds.Create(kind, Options);

    private static IReadOnlyList<string> Effects(IMarginEngine engine, object happening)
    {
        var effects = new RecordedEffects();
        Comparison.Apply(engine, happening, effects);
        return [.. effects.All.Select(EffectText.OfEffect)];
    }
}
