using System.Numerics;
using MarginStreams.Engine;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Benchmarks.Ladder;

/// <summary>
/// A venue of 100 perpetuals and its accounts: cash and one to eight positions each, 5.5 holdings on average, at a leverage of three, healthy, with ids as
/// long as addresses on a chain make them.
/// </summary>
internal static class LadderPopulation
{
    private const string Venue = "dex";
    private const string Cash = "dex/USD";
    private const int Markets = 100;
    private const int PositionsMax = 8;

    /// <summary>Numeraire's smallest units in the product of a size and a price: 10^this.</summary>
    private const int CostDigits = 4;

    private static readonly string[] Instruments = [.. Enumerable.Range(0, Markets).Select(i => $"{Venue}/P{i}")];

    /// <summary>The complete market.</summary>
    public static MarketFrame Keyframe { get; } = new(
        0,
        0,
        [new VenueChange(Venue, new VenueTerms(Venue, LinearNames.RuleSet, 1, "USD", -6, Named([]), 0), 0)],
        [
            new InstrumentChange(Cash, Terms(Cash, InstrumentKind.Asset, -6, 0, false), MarketValues.None),
            .. Instruments.Select((id, i) => new InstrumentChange(id, Terms(id, InstrumentKind.Perpetual, -8, -2, true), Values(Price(i)))),
        ]);

    /// <summary>The accounts, as an engine would give them.</summary>
    public static IEnumerable<AccountState> Accounts(int count, BenchRandom random)
    {
        for (int i = 0; i < count; i++)
        {
            BigInteger value = 0;
            var holdings = new List<KeyValuePair<string, Holding>>();
            int first = (int)random.Below(Markets), positions = 1 + (int)random.Below(PositionsMax);
            for (int one = 0; one < positions; one++)
            {
                int market = (first + (one * 7)) % Markets;
                long size = (1 + random.Below(1_000_000_000)) * (random.Below(2) == 0 ? 1 : -1);
                BigInteger cost = size * new BigInteger(Price(market)) / BigInteger.Pow(10, CostDigits);
                value += BigInteger.Abs(cost);
                holdings.Add(KeyValuePair.Create(Instruments[market], new Holding(size, cost, 1 + random.Below(100))));
            }

            holdings.Add(KeyValuePair.Create(Cash, new Holding((value / 3) + 1_000_000, 0, 0)));
            string id = $"{Venue}:0x{random.Next():x16}{random.Next():x16}{unchecked((uint)random.Next()):x8}";
            yield return new AccountState(id, i, null, holdings, null, AccountBand.Healthy, null, 0);
        }
    }

    private static long Price(int market) => 1_000_000 + (10_000 * market);

    private static MarketValues Values(BigInteger price) => MarketValues.None with { Price = price, PriceLow = price, PriceHigh = price };

    private static InstrumentTerms Terms(string id, InstrumentKind kind, int sizeExponent, int priceExponent, bool hasFeed) => new(
        id,
        Venue,
        kind,
        InstrumentSide.Either,
        sizeExponent,
        priceExponent,
        Multiplier: 1,
        Inverse: false,
        hasFeed,
        OnChainId: "",
        Named([]),
        hasFeed ? Brackets() : Tables([]));

    private static Dictionary<string, IReadOnlyList<BigInteger>> Brackets() => Tables(new Dictionary<string, IReadOnlyList<BigInteger>>
    {
        [LinearNames.BracketLowerBound] = [0],
        [LinearNames.BracketInitial] = [100_000],
        [LinearNames.BracketMaintenance] = [50_000],
    });

    private static Dictionary<string, IReadOnlyList<BigInteger>> Tables(Dictionary<string, IReadOnlyList<BigInteger>> tables) =>
        new(tables, StringComparer.Ordinal);

    private static Dictionary<string, BigInteger> Named(Dictionary<string, BigInteger> named) => new(named, StringComparer.Ordinal);
}
