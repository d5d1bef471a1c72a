using System.Numerics;
using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>Equal states have one hash, by whatever way they were reached; what differs in anything that is state has another.</summary>
public sealed class StateHashTests
{
    private static readonly EngineOptions Options = new(Partition: 3, MaxAwaitFrames: 4);

    [Fact]
    public void Of_EqualStatesReachedInDifferentWays_IsTheSame()
    {
        int accounts = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            List<object> events = World.Events(seed, count: 60);
            var market = new WorldMirror();
            events.ForEach(market.Take);
            MarginEngine engine = After(new MarginEngine(Options), events);
            AccountState[] states = [.. engine.Accounts()];
            var random = new Random(seed);
            AccountState[] shuffled = [.. states];
            random.Shuffle(shuffled);
            MarginEngine read = new(Options), detour = new(Options), restored = new(Options);
            StateRecords.Walked(engine).Into(read);
            Detour(detour, shuffled);
            restored.Restore(shuffled);
            accounts += states.Length;
            StateHash expected = StateHash.Of(states);
            Assert.Equal(expected, StateHash.Of(shuffled));
            Assert.Equal(expected, shuffled.Aggregate(default(StateHash), (sum, state) => sum + StateHash.Of(state)));
            Assert.Equal(expected, StateHash.Of(After(new ReferenceEngine(Options), events).Accounts()));
            Assert.Equal(expected, StateHash.Of(read.Accounts()));
            Assert.Equal(expected, StateHash.Of(detour.Accounts()));
            Assert.Equal(expected, StateHash.Of(restored.Accounts()));
            Assert.Equal(expected, StateHash.Of(WalkedAgain(detour).Accounts()));
        }

        Assert.True(accounts > 300, $"{accounts} accounts");
    }

    /// <summary>Everything but the offset, which is the log's.</summary>
    [Fact]
    public void Of_StatesThatDifferInOnePart_DifferToo()
    {
        var holding = new Holding(5, -7, 1);
        var state = new AccountState(
            "dex:a", 9, [KeyValuePair.Create("eMode", BigInteger.One)], [KeyValuePair.Create("dex/ETH", holding)],
            new EpisodeState(new EpisodeId(3, 7, 8), 2, false, false, 100), AccountBand.Liquidatable, new AwaitState(1, 5, 6), 1_100_000);
        AccountState[] others =
        [
            state with { Account = "dex:b" },
            state with { Attributes = null },
            state with { Attributes = [] },
            state with { Attributes = [KeyValuePair.Create("eMode", new BigInteger(256))] },
            state with { Holdings = [] },
            state with { Holdings = [KeyValuePair.Create("dex/BTC", holding)] },
            state with { Holdings = [KeyValuePair.Create("dex/ETH", holding with { Size = -5 })] },
            state with { Holdings = [KeyValuePair.Create("dex/ETH", holding with { Cost = BigInteger.Pow(2, 130) })] },
            state with { Holdings = [KeyValuePair.Create("dex/ETH", holding with { SettledIndex = 0 })] },
            state with { Episode = null },
            state with { Episode = state.Episode! with { Id = new EpisodeId(4, 7, 8) } },
            state with { Episode = state.Episode! with { Id = new EpisodeId(3, 8, 8) } },
            state with { Episode = state.Episode! with { Id = new EpisodeId(3, 7, 9) } },
            state with { Episode = state.Episode! with { Sequence = 3 } },
            state with { Episode = state.Episode! with { Held = true } },
            state with { Episode = state.Episode! with { Bankrupt = true } },
            state with { Episode = state.Episode! with { ExpiresAtMs = 0 } },
            state with { Band = null },
            state with { Band = AccountBand.Bankrupt },
            state with { Await = null },
            state with { Await = state.Await! with { RemainingInBlock = 2 } },
            state with { Await = state.Await! with { BlockNumber = 6 } },
            state with { Await = state.Await! with { SinceFrame = 7 } },
            state with { WarningPpm = 0 },
        ];
        Assert.Equal(others.Length + 1, others.Append(state).Select(StateHash.Of).Distinct().Count());
        Assert.Equal(StateHash.Of(state), StateHash.Of(state with { PositionOffset = 10 }));
        Assert.Equal(default, StateHash.Of(state) + StateHash.Of(others[0]) - StateHash.Of(state) - StateHash.Of(others[0]));
    }

    private static T After<T>(T engine, List<object> events)
        where T : IMarginEngine
    {
        events.ForEach(one => Comparison.Apply(engine, one, new RecordedEffects()));
        return engine;
    }

    /// <summary>Everybody comes, with other holdings; others come and go, and their numbers are used again; in the end everybody is as told.</summary>
    private static void Detour(MarginEngine engine, AccountState[] states)
    {
        foreach (AccountState state in states)
        {
            AccountState passing = state with { Account = state.Account.Split(':')[0] + ":passing", Await = null, Episode = null };
            engine.Restore([passing, state with { Holdings = [KeyValuePair.Create("dex/ETH", new Holding(BigInteger.Pow(2, 125), 1, 0))] }]);
            Comparison.Apply(engine, new AccountEvent(passing.Account, 0, null, 0, 0), new RecordedEffects());
            foreach ((string instrument, _) in passing.Holdings)
            {
                Comparison.Apply(engine, new HoldingEvent(passing.Account, instrument, 0, null, default, 0, 0), new RecordedEffects());
            }

            Assert.Null(engine.Find(passing.Account));
        }

        engine.Restore(states.Reverse());
    }

    private static MarginEngine WalkedAgain(MarginEngine engine)
    {
        var read = new MarginEngine(Options);
        StateRecords.Walked(engine).Into(read);
        return read;
    }
}
