using System.Numerics;
using MarginStreams.Contracts;
using MarginStreams.Risk.Linear;

namespace MarginStreams.Cli.Importing;

/// <summary>
/// A venue of our own over somebody's prices, under the rule set <c>linear</c>: the numeraire as cash, and for each base a perpetual and the asset itself,
/// both on one feed. The ratios are in the range that large venues use, by liquidity class.
/// </summary>
public sealed class MarketTemplate(string venue, string quote, long effectiveAtMs)
{
    /// <summary>Sizes count hundred-millionths of a unit.</summary>
    public const int SizeExponent = -8;

    /// <summary>The numeraire counts millionths.</summary>
    public const int NumeraireExponent = -6;

    private static readonly long[][] BoundsByClass =
    [
        [0, 1_000_000, 5_000_000, 20_000_000], [0, 250_000, 1_000_000, 5_000_000], [0, 50_000, 250_000, 1_000_000],
    ];

    private static readonly long[][] InitialByClass =
    [
        [18_000, 40_000, 80_000, 160_000], [35_000, 70_000, 140_000, 280_000], [90_000, 150_000, 250_000, 400_000],
    ];

    private static readonly long[][] MaintenanceByClass =
    [
        [8_000, 20_000, 40_000, 80_000], [15_000, 35_000, 70_000, 140_000], [40_000, 75_000, 125_000, 200_000],
    ];

    // Without a buffer an account whose surplus hovers around zero opens and closes an episode at every other price.
    private static readonly BigInteger ExitBuffer = 100 * BigInteger.Pow(10, -NumeraireExponent);

    private static readonly long[] FeeByClass = [2_000, 5_000, 10_000];
    private static readonly long[][] WeightsByClass =
    [
        [900_000, 950_000, 1_100_000, 1_050_000], [800_000, 850_000, 1_200_000, 1_120_000], [600_000, 700_000, 1_400_000, 1_250_000],
    ];

    /// <summary>The feed of a base, such as <c>BTC-USDT</c>.</summary>
    public string FeedOf(string baseAsset) => $"{baseAsset}-{quote}";

    /// <summary>The venue.</summary>
    public Venue Venue() => new()
    {
        Id = venue,
        Numeraire = quote,
        NumeraireExponent = NumeraireExponent,
        Parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal) { [LinearNames.ExitBuffer] = ExitBuffer },
        EffectiveAtMs = effectiveAtMs,
    };

    /// <summary>The numeraire as an instrument: without feeds its price is one.</summary>
    public Instrument Cash() => new()
    {
        Id = quote,
        Venue = venue,
        Kind = InstrumentKind.Asset,
        Underlying = quote,
        SettlementAsset = quote,
        SizeExponent = NumeraireExponent,
        EffectiveAtMs = effectiveAtMs,
    };

    /// <summary>The perpetual of a base, such as <c>BTC-PERP</c>.</summary>
    public Instrument Perpetual(string baseAsset, int priceExponent, LiquidityClass liquidity) =>
        Over(baseAsset, priceExponent) with
        {
            Id = baseAsset + "-PERP",
            Kind = InstrumentKind.Perpetual,
            Feeds = new Dictionary<string, string>(StringComparer.Ordinal) { ["mark"] = FeedOf(baseAsset) },
            Parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal) { [LinearNames.LiquidationFee] = FeeByClass[(int)liquidity] },
            Tables = new Dictionary<string, IReadOnlyList<BigInteger>>(StringComparer.Ordinal)
            {
                [LinearNames.BracketLowerBound] =
                    [.. BoundsByClass[(int)liquidity].Select(bound => bound * BigInteger.Pow(10, -NumeraireExponent))],
                [LinearNames.BracketInitial] = [.. InitialByClass[(int)liquidity].Select(rate => new BigInteger(rate))],
                [LinearNames.BracketMaintenance] = [.. MaintenanceByClass[(int)liquidity].Select(rate => new BigInteger(rate))],
            },
        };

    /// <summary>The base itself, as collateral or as a debt.</summary>
    public Instrument Collateral(string baseAsset, int priceExponent, LiquidityClass liquidity)
    {
        long[] weights = WeightsByClass[(int)liquidity];
        return Over(baseAsset, priceExponent) with
        {
            Id = baseAsset,
            Kind = InstrumentKind.Asset,
            Feeds = new Dictionary<string, string>(StringComparer.Ordinal) { ["index"] = FeedOf(baseAsset) },
            Parameters = new Dictionary<string, BigInteger>(StringComparer.Ordinal)
            {
                [LinearNames.WeightInitial] = weights[0],
                [LinearNames.WeightMaintenance] = weights[1],
                [LinearNames.LiabilityWeightInitial] = weights[2],
                [LinearNames.LiabilityWeightMaintenance] = weights[3],
            },
        };
    }

    private Instrument Over(string baseAsset, int priceExponent) => new()
    {
        Venue = venue,
        Underlying = baseAsset,
        SettlementAsset = quote,
        SizeExponent = SizeExponent,
        PriceExponent = priceExponent,
        EffectiveAtMs = effectiveAtMs,
    };
}
