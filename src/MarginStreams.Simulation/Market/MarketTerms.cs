using System.Numerics;
using MarginStreams.Contracts;

namespace MarginStreams.Simulation;

/// <summary>
/// The venues and instruments of the simulated market. <c>v</c> is under <c>linear</c> with perpetuals, a deposit and a debt; <c>w</c> has another
/// numeraire; <c>a</c> is a pool under <c>aave-v3</c>.
/// </summary>
internal static class MarketTerms
{
    /// <summary>First prices by feed.</summary>
    public static readonly IReadOnlyList<(string Feed, long Price)> Feeds =
    [
        ("BTC-USD", 10_000), ("ETH-USD", 1_000), ("DAI-USD", 100), ("SOL-USD", 500), ("WETH", 2_000_00000000), ("USDC", 1_00000000),
    ];

    /// <summary>Definitions, in the order in which they must come.</summary>
    public static readonly IReadOnlyList<object> First =
    [
        Linear,
        new Venue { Id = "w", Numeraire = "EUR", NumeraireExponent = -2, TriggerTtlMs = 3_000 },
        new Venue { Id = "a", RuleSet = "aave-v3", Numeraire = "USD", NumeraireExponent = -8, ChainId = 1, Bands = [1_500_000, 1_100_000] },
        new Instrument { Id = "USD", Venue = "v", Kind = InstrumentKind.Asset, SizeExponent = -2 },
        new Instrument { Id = "EUR", Venue = "w", Kind = InstrumentKind.Asset, SizeExponent = -2 },
        Perpetual("BTC-PERP", "v", "BTC-USD"),
        Ether(900_000),
        new Instrument
        {
            Id = "DAI", Venue = "v", Kind = InstrumentKind.Asset, Side = InstrumentSide.Debt, SizeExponent = -3, PriceExponent = -2,
            Feeds = Names("index", "DAI-USD"),
            Parameters = Amounts(("liabilityWeightInitialPpm", 1_200_000), ("liabilityWeightMaintenancePpm", 1_100_000)),
        },
        Deposit(8_250),
        new Instrument
        {
            Id = "dUSDC", Venue = "a", Kind = InstrumentKind.Asset, Side = InstrumentSide.Debt, SizeExponent = -6, PriceExponent = -8,
            Feeds = Names("index", "USDC"),
        },
    ];

    /// <summary>Instruments that are defined later than the first positions in them come.</summary>
    public static readonly IReadOnlyList<Instrument> Later = [Perpetual("SOL-PERP", "v", "SOL-USD"), Perpetual("OIL-PERP", "w", "BTC-USD")];

    /// <summary>The venue of perpetuals.</summary>
    public static Venue Linear => new()
    {
        Id = "v", RuleSet = "linear", RuleSetVersion = 3, Numeraire = "USD", NumeraireExponent = -2, TriggerTtlMs = 10_000, Bands = [2_000_000, 1_200_000],
    };

    /// <summary>Ether as a deposit, with its maintenance weight, ppm.</summary>
    public static Instrument Ether(long weightPpm) => new()
    {
        Id = "ETH", Venue = "v", Kind = InstrumentKind.Asset, Side = InstrumentSide.Deposit, SizeExponent = -3, PriceExponent = -2, OnChainId = "0xe7",
        Feeds = Names("index", "ETH-USD"),
        Parameters = Amounts(("weightInitialPpm", Math.Min(weightPpm, 800_000)), ("weightMaintenancePpm", weightPpm)),
    };

    /// <summary>Ether in the pool, with its liquidation threshold, basis points.</summary>
    public static Instrument Deposit(long thresholdBps) => new()
    {
        Id = "aWETH", Venue = "a", Kind = InstrumentKind.Asset, Side = InstrumentSide.Deposit, SizeExponent = -18, PriceExponent = -8, OnChainId = "0xae",
        Feeds = Names("index", "WETH"),
        Parameters = Amounts(
            ("liquidationThresholdBps", thresholdBps), ("ltvBps", thresholdBps - 250), ("liquidationBonusBps", 10_500), ("liquidationProtocolFeeBps", 1_000)),
        Tables = new Dictionary<string, IReadOnlyList<BigInteger>>
        {
            ["eModeCategory"] = [1], ["eModeLiquidationThresholdBps"] = [9_500], ["eModeLtvBps"] = [9_300], ["eModeLiquidationBonusBps"] = [10_100],
        },
    };

    /// <summary>A perpetual: 11 % initial and 6 % maintenance, fee included.</summary>
    public static Instrument Perpetual(string id, string venue, string feed, long feePpm = 10_000) => new()
    {
        Id = id, Venue = venue, Kind = InstrumentKind.Perpetual, SizeExponent = -3, PriceExponent = -2, OnChainId = "0xb7c",
        Feeds = Names("mark", feed),
        Parameters = Amounts(("liquidationFeePpm", feePpm)),
        Tables = new Dictionary<string, IReadOnlyList<BigInteger>>
        {
            ["bracketLowerBound"] = [0], ["bracketInitialPpm"] = [100_000], ["bracketMaintenancePpm"] = [50_000],
        },
    };

    /// <summary>Named amounts.</summary>
    public static Dictionary<string, BigInteger> Amounts(params (string Name, BigInteger Value)[] amounts) =>
        amounts.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);

    private static Dictionary<string, string> Names(string role, string feed) => new(StringComparer.Ordinal) { [role] = feed };
}
