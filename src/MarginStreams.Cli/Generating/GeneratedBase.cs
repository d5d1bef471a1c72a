using System.Numerics;
using MarginStreams.Cli.Importing;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Generating;

/// <summary>One base of a generated market and its walk.</summary>
internal sealed class GeneratedBase
{
    private const ulong Stream = 0x6261736573;
    private const long PpmOne = 1_000_000;

    /// <summary>A price stays above this share of where its walk is, whatever the crash.</summary>
    private const long DepthMaxPpm = 950_000;

    /// <summary>How much wilder steps are while prices fall.</summary>
    private const int FallingFactor = 3;

    private static readonly (string Name, long Price, int Exponent, LiquidityClass Liquidity)[] Known =
    [
        ("BTC", 64_000_00, -2, LiquidityClass.Major), ("ETH", 3_200_00, -2, LiquidityClass.Major), ("SOL", 150_000, -3, LiquidityClass.Major),
        ("BNB", 580_000, -3, LiquidityClass.Middle), ("XRP", 520_000, -6, LiquidityClass.Middle), ("DOGE", 160_000, -6, LiquidityClass.Middle),
        ("ADA", 450_000, -6, LiquidityClass.Middle), ("AVAX", 28_0000, -4, LiquidityClass.Middle), ("LINK", 14_0000, -4, LiquidityClass.Middle),
        ("LTC", 72_000, -3, LiquidityClass.Middle), ("DOT", 6_20000, -5, LiquidityClass.Minor), ("ATOM", 8_10000, -5, LiquidityClass.Minor),
        ("AAVE", 95_000, -3, LiquidityClass.Minor), ("XTZ", 790_000, -6, LiquidityClass.Minor), ("NEO", 11_4000, -4, LiquidityClass.Minor),
        ("ALGO", 180_000, -6, LiquidityClass.Minor),
    ];

    private readonly BigInteger _first;
    private readonly long _betaPpm;
    private readonly long _deviationPpm;
    private long _walk;

    private GeneratedBase(string name, BigInteger first, int exponent, LiquidityClass liquidity, long betaPpm, long deviationPpm)
    {
        Name = name;
        PriceExponent = exponent;
        Liquidity = liquidity;
        _first = first;
        _betaPpm = betaPpm;
        _deviationPpm = deviationPpm;
    }

    public string Name { get; }

    public int PriceExponent { get; }

    public LiquidityClass Liquidity { get; }

    /// <summary>The bases of a market: the known ones, then numbered ones.</summary>
    public static IEnumerable<GeneratedBase> List(GeneratedMarketOptions options)
    {
        for (int i = 0; i < options.Instruments; i++)
        {
            var random = new SeededRandom(options.Seed ^ Stream, (ulong)i);
            long beta = i == 0 ? PpmOne : random.Between(900_000, 1_500_000);
            long deviation = random.Between(300, 700) * ((int)(i < Known.Length ? Known[i].Liquidity : LiquidityClass.Minor) + 2) / 2;
            yield return i < Known.Length
                ? new GeneratedBase(Known[i].Name, Known[i].Price, Known[i].Exponent, Known[i].Liquidity, beta, deviation)
                : new GeneratedBase($"T{i + 1}", random.Between(100_000, 9_999_999), (int)-random.Between(2, 7), LiquidityClass.Minor, beta, deviation);
        }
    }

    /// <summary>One step of the walk: a part in common with all bases and a part of its own.</summary>
    public void Step(long common, SeededRandom random, bool isFalling, int stepMs)
    {
        // Deviations grow with the square root of time; 60,000 ms are the unit.
        long perStep = (long)FixedPoint.SquareRoot((BigInteger)_deviationPpm * _deviationPpm * stepMs / 60_000) * (isFalling ? FallingFactor : 1);
        _walk += FixedPoint.Exponent(common, perStep * _betaPpm / PpmOne) + FixedPoint.Exponent(random.Normal(), perStep);
    }

    /// <summary>The price when the first base has fallen so far.</summary>
    public BigInteger Price(long depthPpm)
    {
        long depth = Math.Min(DepthMaxPpm, depthPpm * _betaPpm / PpmOne);
        return BigInteger.Max(1, FixedPoint.Scale(_first, _walk) * (PpmOne - depth) / PpmOne);
    }
}
