using System.Numerics;
using MarginStreams.Contracts;

namespace MarginStreams.Topologies.Tests;

/// <summary>
/// A market for figures in the head. Money is in cents; sizes are thousandths, prices cents, so the value of 1,000 at 10,000 is 10,000. A perpetual asks for
/// 11 % at the initial and 6 % at the maintenance line, fee included; ETH counts 80 and 90 %; a debt of DAI 120 and 110 %.
/// </summary>
internal static class SmallMarket
{
    public const string Feed = "BTC-USD";

    public static readonly Venue Venue = new()
    {
        Id = "v", RuleSet = "linear", RuleSetVersion = 3, Numeraire = "USD", NumeraireExponent = -2, TriggerTtlMs = 10_000,
    };

    public static readonly Venue OtherVenue = new() { Id = "w", Numeraire = "EUR", NumeraireExponent = -2 };

    public static readonly Instrument Cash = new() { Id = "USD", Venue = "v", Kind = InstrumentKind.Asset, SizeExponent = -2 };

    public static readonly Instrument OtherCash = Cash with { Id = "EUR", Venue = "w" };

    public static readonly Instrument Bitcoin = Perpetual("BTC-PERP", "v", Feed) with { OnChainId = "0xb7c" };

    public static readonly Instrument Ether = new()
    {
        Id = "ETH",
        Venue = "v",
        Kind = InstrumentKind.Asset,
        Side = InstrumentSide.Deposit,
        SizeExponent = -3,
        PriceExponent = -2,
        Feeds = Names("index", "ETH-USD"),
        Parameters = Amounts(("weightInitialPpm", 800_000), ("weightMaintenancePpm", 900_000)),
        OnChainId = "0xe7",
    };

    public static readonly Instrument Dai = new()
    {
        Id = "DAI",
        Venue = "v",
        Kind = InstrumentKind.Asset,
        Side = InstrumentSide.Debt,
        SizeExponent = -3,
        PriceExponent = -2,
        Feeds = Names("index", "DAI-USD"),
        Parameters = Amounts(("liabilityWeightInitialPpm", 1_200_000), ("liabilityWeightMaintenancePpm", 1_100_000)),
    };

    /// <summary>All definitions, in the order in which they must come.</summary>
    public static object[] Definitions => [Venue, OtherVenue, Cash, OtherCash, Bitcoin, Ether, Dai];

    public static Instrument Perpetual(string id, string venue, string feed) => new()
    {
        Id = id,
        Venue = venue,
        Kind = InstrumentKind.Perpetual,
        SizeExponent = -3,
        PriceExponent = -2,
        Feeds = Names("mark", feed),
        Parameters = Amounts(("liquidationFeePpm", 10_000)),
        Tables = new Dictionary<string, IReadOnlyList<BigInteger>>
        {
            ["bracketLowerBound"] = [0], ["bracketInitialPpm"] = [100_000], ["bracketMaintenancePpm"] = [50_000],
        },
    };

    public static Observation Price(BigInteger cents, long publishedAtMs = 0, string feed = Feed, string source = "s", int round = 0, long block = 0) => new()
    {
        Feed = feed, Source = source, Round = round, Value = cents, PublishedAtMs = publishedAtMs, Chain = At(block),
    };

    public static Position Position(string account, string instrument, BigInteger size, BigInteger? cost = null, int remaining = 0, long block = 0) => new()
    {
        Account = account, Instrument = instrument, Size = size, Cost = cost ?? 0, RemainingInBlock = remaining, Chain = At(block),
    };

    public static ChainPosition? At(long block) => block == 0 ? null : new ChainPosition { BlockNumber = block };

    public static Dictionary<string, BigInteger> Amounts(params (string Name, BigInteger Value)[] amounts) =>
        amounts.ToDictionary(pair => pair.Name, pair => pair.Value);

    public static Dictionary<string, string> Names(string role, string feed) => new() { [role] = feed };
}
