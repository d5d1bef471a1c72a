using System.Numerics;
using MarginStreams.Engine;
using MarginStreams.Risk;
using MarginStreams.Risk.Aave;

namespace MarginStreams.Benchmarks.Aave;

/// <summary>A pool with settings like those of Aave v3 on Ethereum: four collaterals, and all that the borrowers owe. Interest stands still.</summary>
internal sealed class AavePool
{
    /// <summary>Id of the venue.</summary>
    public const string Venue = "aave";

    /// <summary>Places of the pool's dollar.</summary>
    public const int PricePlaces = 8;

    /// <summary>E-mode categories.</summary>
    public const int EtherMode = 1, StableMode = 2;

    private const int Btc = 1, Eth = 2;
    private static readonly string[] OfEther = ["WETH", "wstETH", "weETH"];
    private static readonly string[] OfBitcoin = ["WBTC", "cbBTC"];

    // Threshold, loan to value, bonus; e-mode category with the same.
    private static readonly AaveCollateralTerms[] Collaterals =
    [
        new("WETH", 8300, 8050, 10500, EtherMode, 9500, 9300, 10100),
        new("wstETH", 8100, 7850, 10600, EtherMode, 9500, 9300, 10100),
        new("WBTC", 7800, 7300, 10500, 0, 0, 0, 0),
        new("USDe", 7500, 7200, 10850, StableMode, 9200, 9000, 10400),
    ];

    private readonly AaveData _data;
    private readonly List<(string Symbol, InstrumentTerms Terms)> _instruments = [];

    /// <summary>The pool of the data.</summary>
    public AavePool(AaveData data)
    {
        _data = data;
        _instruments.AddRange(Collaterals.Select(one => (one.Symbol, Terms(one.Symbol, one))));
        _instruments.AddRange(data.Prices.Keys.Order(StringComparer.Ordinal).Select(symbol => (symbol, Terms(symbol, null))));
    }

    /// <summary>Number of instruments: collaterals, then debts.</summary>
    public int Count => _instruments.Count;

    /// <summary>Frames that the data have, the first included.</summary>
    public int Minutes => _data.Eth.Length;

    /// <summary>Id of an instrument.</summary>
    public string Id(int instrument) => _instruments[instrument].Terms.Id;

    /// <summary>The instrument of a collateral or a debt.</summary>
    public int Find(string symbol, bool isDebt) => _instruments.FindIndex(one => one.Symbol == symbol && one.Terms.Side == InstrumentSide.Debt == isDebt);

    /// <summary>Smallest units in a token.</summary>
    public Int128 Unit(int instrument) => (Int128)ExactMath.PowerOfTen(-_instruments[instrument].Terms.SizeExponent);

    /// <summary>Liquidation threshold of a collateral in a category, bps.</summary>
    public static int ThresholdBps(int collateral, int mode) =>
        mode != 0 && Collaterals[collateral].Mode == mode ? Collaterals[collateral].ModeThreshold : Collaterals[collateral].Threshold;

    /// <summary>Price at a minute, 10^-8 dollars: what the token costs in the data, moved as its underlying was in those minutes; rounded down.</summary>
    public long Price(int instrument, int minute)
    {
        string symbol = _instruments[instrument].Symbol;
        var first = (long)(_data.Prices[symbol] * (decimal)ExactMath.PowerOfTen(PricePlaces));
        long[]? path = Group(symbol) switch
        {
            Eth => _data.Eth,
            Btc => _data.Btc,
            _ => null,
        };
        return path is null ? first : (long)((Int128)first * path[minute] / path[0]);
    }

    /// <summary>The frame of a minute: all terms in the first, then what moved.</summary>
    public MarketFrame Frame(int minute)
    {
        IEnumerable<int> moved = Enumerable.Range(0, Count).Where(instrument => minute == 0 || Price(instrument, minute) != Price(instrument, minute - 1));
        InstrumentChange[] changes =
        [
            .. moved.Select(instrument => new InstrumentChange(
                Id(instrument), minute == 0 ? _instruments[instrument].Terms : null, Values(Price(instrument, minute)))),
        ];
        VenueTerms venue = new(Venue, AaveNames.RuleSet, 1, "USD", -PricePlaces, new Dictionary<string, BigInteger>(), TriggerTtlMs: 0);
        return new(minute, minute, minute == 0 ? [new VenueChange(Venue, venue, 0)] : [], changes);
    }

    private static MarketValues Values(long price) => new(price, price, price, BigInteger.Zero, WadRayMath.Ray, WadRayMath.Ray);

    private static int Group(string symbol) => OfEther.Contains(symbol) ? Eth : OfBitcoin.Contains(symbol) ? Btc : 0;

    private static int Decimals(string symbol) => symbol switch
    {
        "USDT" or "USDC" or "PYUSD" or "EURC" => 6,
        "WBTC" or "cbBTC" => 8,
        _ => 18,
    };

    private static InstrumentTerms Terms(string symbol, AaveCollateralTerms? collateral) => new(
        collateral is null ? $"{Venue}:{symbol}.debt" : $"{Venue}:{symbol}",
        Venue,
        InstrumentKind.Asset,
        collateral is null ? InstrumentSide.Debt : InstrumentSide.Deposit,
        -Decimals(symbol),
        -PricePlaces,
        Multiplier: BigInteger.One,
        Inverse: false,
        HasFeed: true,
        OnChainId: "",
        collateral?.Parameters() ?? new Dictionary<string, BigInteger>(),
        collateral?.Tables() ?? new Dictionary<string, IReadOnlyList<BigInteger>>());
}
