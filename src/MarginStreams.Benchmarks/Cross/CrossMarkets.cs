using System.Globalization;
using System.Numerics;
using MarginStreams.Engine;
using MarginStreams.Risk;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Benchmarks.Cross;

/// <summary>
/// A hundred perpetuals of one venue, their popularity like Zipf's. A size times a price is a thousand smallest units of the numeraire and every rate is a
/// whole number of thousandths: contributions divide exactly, and are a coefficient times the price.
/// </summary>
internal sealed class CrossMarkets
{
    /// <summary>Number of markets.</summary>
    public const int Count = 100;

    /// <summary>Smallest units of the numeraire in one unit of size at a price of one.</summary>
    public const long Scale = 1_000;

    /// <summary>Id of the venue.</summary>
    public const string Venue = "bench";

    /// <summary>Id of the quote, which is the numeraire itself.</summary>
    public const string Quote = "bench:usd";

    /// <summary>Smallest units of the numeraire in a dollar.</summary>
    public const long Dollar = 100_000_000_000;

    private const int SizeExponent = -2, PriceExponent = -6, NumeraireExponent = -11;
    private const int PriceBitsLeast = 24, PriceBitsMost = 30;
    private const int TicketBits = 16;

    // Weights fall with the rank to the power of -0.7: the market of an average tick has a fortieth of all positions.
    private const double PopularityExponent = -0.7;

    // Thousandths of the notional that are the maintenance requirement, and the rank from which on.
    private static readonly (int Rank, int Permille)[] Rates = [(0, 5), (10, 10), (40, 20), (70, 30)];
    private readonly byte[] _tickets = new byte[1 << TicketBits];

    /// <summary>Markets at the prices that a seed gives.</summary>
    public CrossMarkets(BenchRandom random)
    {
        double[] weights = [.. Enumerable.Range(1, Count).Select(rank => Math.Pow(rank, PopularityExponent))];
        double total = weights.Sum(), below = 0;
        for (int market = 0, ticket = 0; market < Count; market++)
        {
            below += weights[market];
            for (int end = market == Count - 1 ? _tickets.Length : (int)(_tickets.Length * below / total); ticket < end; ticket++)
            {
                _tickets[ticket] = (byte)market;
            }

            Permille[market] = Rates.Last(rate => rate.Rank <= market).Permille;
            long least = 1L << (PriceBitsLeast + (int)random.Below(PriceBitsMost - PriceBitsLeast));
            Price[market] = least + random.Below(least);
            Id[market] = string.Create(CultureInfo.InvariantCulture, $"{Venue}:perp{market:00}");
        }
    }

    /// <summary>Ids of the instruments.</summary>
    public string[] Id { get; } = new string[Count];

    /// <summary>Prices at the start, mantissas.</summary>
    public long[] Price { get; } = new long[Count];

    /// <summary>Maintenance rates, thousandths.</summary>
    public int[] Permille { get; } = new int[Count];

    /// <summary>A market by its popularity.</summary>
    public int Draw(BenchRandom random) => _tickets[random.Next() >> (64 - TicketBits)];

    /// <summary>What the maintenance surplus gains when the price of a holding's market rises by one, numeraire's smallest unit.</summary>
    public long Coefficient(int market, long size) => (size * Scale) - (Math.Abs(size) * Permille[market]);

    /// <summary>Market values at a price.</summary>
    public static MarketValues Values(long price) =>
        new(price, price, price, BigInteger.Zero, MarketValues.IndexOne, MarketValues.IndexOne);

    /// <summary>A frame in which one market moves.</summary>
    public MarketFrame Frame(long number, int market, long price) => new(number, number, [], [new InstrumentChange(Id[market], null, Values(price))]);

    /// <summary>A frame in which all markets move.</summary>
    public MarketFrame Frame(long number, Func<int, long> price) =>
        new(number, number, [], [.. Enumerable.Range(0, Count).Select(market => new InstrumentChange(Id[market], null, Values(price(market))))]);

    /// <summary>The frame that has all terms and the prices at the start.</summary>
    public MarketFrame FirstFrame()
    {
        VenueTerms venue = new(Venue, LinearNames.RuleSet, 1, "USD", NumeraireExponent, new Dictionary<string, BigInteger>(), TriggerTtlMs: 0);
        InstrumentTerms quote = new(
            Quote,
            Venue,
            InstrumentKind.Asset,
            InstrumentSide.Either,
            NumeraireExponent,
            PriceExponent: 0,
            Multiplier: BigInteger.One,
            Inverse: false,
            HasFeed: false,
            OnChainId: "",
            new Dictionary<string, BigInteger>(),
            new Dictionary<string, IReadOnlyList<BigInteger>>());
        return new(
            0,
            0,
            [new VenueChange(Venue, venue, 0)],
            [new InstrumentChange(Quote, quote, MarketValues.None), .. Enumerable.Range(0, Count).Select(First)]);
    }

    private InstrumentChange First(int market)
    {
        BigInteger maintenancePpm = Permille[market] * (LinearRule.PpmOne / 1_000);
        var tables = new Dictionary<string, IReadOnlyList<BigInteger>>
        {
            [LinearNames.BracketLowerBound] = [BigInteger.Zero],
            [LinearNames.BracketInitial] = [2 * maintenancePpm],
            [LinearNames.BracketMaintenance] = [maintenancePpm],
        };
        InstrumentTerms terms = new(
            Id[market],
            Venue,
            InstrumentKind.Perpetual,
            InstrumentSide.Either,
            SizeExponent,
            PriceExponent,
            Multiplier: BigInteger.One,
            Inverse: false,
            HasFeed: true,
            OnChainId: "",
            new Dictionary<string, BigInteger>(),
            tables);
        return new(Id[market], terms, Values(Price[market]));
    }
}
