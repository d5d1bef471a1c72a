using System.Numerics;
using MarginStreams.Engine.Reference;
using MarginStreams.Risk;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// A small world, completely: two accounts, two instruments, a handful of prices and records around the lines, under each rule set. After every sequence of
/// so many events both engines have said the same and are the same.
/// </summary>
public sealed class ExhaustiveTests
{
    private const int Length = 4;
    private static readonly EngineOptions Options = new(Partition: 3, MaxAwaitFrames: 1);
    private static readonly Dictionary<string, string> Defaults = new(StringComparer.Ordinal);

    [Fact]
    public void Sequences_Linear_AllOfThemAreTheSame() => Check(
        Start("rules=linear,bands=2000000/1500000,hysteresis=100000,buffer=1,ttl=4000", "USD", "BTC"),
        [
            Priced("BTC", "?"), Priced("BTC", "88"), Priced("BTC", "89"), Priced("BTC", "96"), Priced("BTC", "110"),
            Held("dex:a", "BTC", new(1, 100, 0)), Held("dex:a", "BTC", new(-1, -100, 0)), Held("dex:a", "BTC", null),
            Held("dex:a", "USD", new(20, 0, 0)), Held("dex:a", "USD", new(-101, 0, 0)),
            Held("dex:b", "BTC", new(1, 100, 0), remaining: 1), Held("dex:b", "USD", new(20, 0, 0)),
        ]);

    [Fact]
    public void Sequences_Aave_AllOfThemAreTheSame() => Check(
        Start("rules=aave-v3,bands=1300000,hysteresis=100000,ttl=4000", "WETH", "VUSD"),
        [
            Priced("WETH", "?"), Priced("WETH", "100"), Priced("WETH", "102"), Priced("VUSD", "?"), Priced("VUSD", "1"),
            Held("dex:a", "WETH", new(1, 0, 0)), Held("dex:a", "WETH", null),
            Held("dex:a", "VUSD", new(-80, 0, 0)), Held("dex:a", "VUSD", new(-81, 0, 0)),
            new AccountEvent("dex:a", 0, new Dictionary<string, BigInteger>(StringComparer.Ordinal) { ["eMode"] = 1 }, 0, 0),
            new AccountEvent("dex:a", 0, null, 0, 0),
            Held("dex:b", "WETH", new(1, 0, 0)), Held("dex:b", "VUSD", new(-90, 0, 0), remaining: 1),
        ]);

    private static void Check(MarketFrame start, object[] alphabet)
    {
        int sequences = 0, said = 0;
        int[] letters = new int[Length];
        do
        {
            MarginEngine ours = new(Options);
            ReferenceEngine right = new(Options);
            var none = new RecordedEffects();
            ours.Apply(start, none);
            right.Apply(start, none);
            for (int i = 0; i < Length; i++)
            {
                object next = Numbered(alphabet[letters[i]], i);
                RecordedEffects left = new(), expected = new();
                Comparison.Apply(ours, next, left);
                Comparison.Apply(right, next, expected);
                said += expected.All.Count;
                bool isSame = left.All.Select(EffectText.OfEffect).SequenceEqual(expected.All.Select(EffectText.OfEffect));
                Assert.True(isSame, Tell("says another thing", letters.Take(i + 1)));
            }

            Assert.True(View(ours).SequenceEqual(View(right)), Tell("is another thing", letters));
            sequences++;
        }
        while (TryAdvance(letters, alphabet.Length));

        Assert.Equal((int)Math.Pow(alphabet.Length, Length), sequences);
        Assert.True(said > sequences, $"{said} effects");

        string Tell(string what, IEnumerable<int> events) =>
            $"{what} after\n{string.Join('\n', events.Select((letter, i) => EffectText.Full(Numbered(alphabet[letter], i))))}";
    }

    private static IEnumerable<string> View(IMarginEngine engine) =>
        [
            .. engine.Accounts().Select(state => $"{EffectText.Full(state)} {EffectText.Full(engine.Assess(state.Account))}"),
            .. engine.Worst(2).Select(one => one.Account),
        ];

    private static bool TryAdvance(int[] letters, int count)
    {
        for (int i = 0; i < letters.Length; i++)
        {
            if (++letters[i] < count)
            {
                return true;
            }

            letters[i] = 0;
        }

        return false;
    }

    /// <summary>Frames are a second apart and follow the first; offsets count from 0.</summary>
    private static object Numbered(object happening, int i) => happening switch
    {
        MarketFrame frame => frame with { Number = i + 1, StreamTimeMs = 1000 * (i + 1) },
        HoldingEvent holding => holding with { Offset = i },
        _ => (AccountEvent)happening with { Offset = i },
    };

    /// <summary>A venue and its instruments, at 100 what has a price but for debts of one; collateral is in e-mode category 1.</summary>
    private static MarketFrame Start(string options, params string[] instruments)
    {
        Dictionary<string, string> mode = Ledger.Options(["mode=1"]);
        return new(
            0,
            0,
            [new("dex", LedgerTerms.Venue("dex", Ledger.Options(options.Split(','))), 0)],
            [
                .. instruments.Select(id => new InstrumentChange(
                    id, LedgerTerms.Instrument(id, "dex", mode), LedgerTerms.Values(id, id == "VUSD" ? "1" : "100", Defaults))),
            ]);
    }

    private static MarketFrame Priced(string instrument, string price) =>
        new(0, 0, [], [new(instrument, null, LedgerTerms.Values(instrument, price, Defaults))]);

    private static HoldingEvent Held(string account, string instrument, Holding? holding, int remaining = 0) =>
        new(account, instrument, 0, holding, HoldingCause.Trade, 0, remaining);
}
