using System.Globalization;
using System.Numerics;
using MarginStreams.Engine;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>Accounts of one venue with positions in some of its markets and the quote, all healthy at the start.</summary>
/// <param name="markets">The markets.</param>
/// <param name="shape">How close to their lines they are.</param>
/// <param name="count">How many.</param>
/// <param name="seed">Seed of all that is drawn.</param>
internal sealed class CrossPopulation(CrossMarkets markets, CrossShape shape, int count, ulong seed)
{
    private const ulong SeedStep = 0xD1342543DE82EF95;
    private const char NumberMark = '-';
    private readonly CrossAccount _account = new();

    /// <summary>The markets.</summary>
    public CrossMarkets Markets => markets;

    /// <summary>Number of accounts.</summary>
    public int Count => count;

    /// <summary>An account by its number; the same object each time.</summary>
    public CrossAccount Account(int number)
    {
        _account.Draw(markets, shape, RandomOf(number));
        return _account;
    }

    /// <summary>Its id: in another order than the numbers, as ids are.</summary>
    public string Id(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{CrossMarkets.Venue}:{unchecked((uint)RandomOf(number).Next()):x8}{NumberMark}{number}");

    /// <summary>The number in an id.</summary>
    public static int NumberOf(string id) => int.Parse(id.AsSpan(id.IndexOf(NumberMark, StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    /// <summary>An engine that has all accounts, after the first frame.</summary>
    public MarginEngine Engine(CancellationToken cancel, Func<int, AccountState>? state = null)
    {
        state ??= State;
        var engine = new MarginEngine(new EngineOptions(0));
        engine.Apply(markets.FirstFrame(), new CrossEffects());
        engine.Restore(Enumerable.Range(0, count).Select(number =>
        {
            cancel.ThrowIfCancellationRequested();
            return state(number);
        }));
        return engine;
    }

    /// <summary>The records of one block that close an account as a liquidation does.</summary>
    public IEnumerable<HoldingEvent> Closing(int number)
    {
        CrossAccount account = Account(number);
        string id = Id(number);
        string[] held = [.. account.Market.AsSpan(0, account.Count).ToArray().Select(market => markets.Id[market]), CrossMarkets.Quote];
        return held.Select((instrument, i) => new HoldingEvent(id, instrument, number + 1L, null, HoldingCause.Liquidation, 0, held.Length - 1 - i));
    }

    /// <summary>A record that makes a position larger, or a short one smaller, by so much.</summary>
    public HoldingEvent Trade(int number, int position, long more)
    {
        CrossAccount account = Account(number);
        return new(
            Id(number),
            markets.Id[account.Market[position]],
            number + 1L,
            new Holding(account.Size[position] + more, BigInteger.Zero, BigInteger.Zero),
            HoldingCause.Trade,
            0,
            0);
    }

    /// <summary>An account as an engine would give it.</summary>
    public AccountState State(int number)
    {
        CrossAccount account = Account(number);
        var holdings = new KeyValuePair<string, Holding>[account.Count + 1];
        for (int i = 0; i < account.Count; i++)
        {
            holdings[i] = new(markets.Id[account.Market[i]], new Holding(account.Size[i], BigInteger.Zero, BigInteger.Zero));
        }

        holdings[^1] = new(CrossMarkets.Quote, new Holding(account.Cash, BigInteger.Zero, BigInteger.Zero));
        return new(Id(number), number, null, holdings, null, AccountBand.Healthy, null, 0);
    }

    private BenchRandom RandomOf(int number) => new(unchecked(seed + ((ulong)number * SeedStep)));
}
