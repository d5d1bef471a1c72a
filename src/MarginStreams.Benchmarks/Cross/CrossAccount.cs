namespace MarginStreams.Benchmarks.Cross;

/// <summary>One account of a population, drawn from the seed and its number alone: a population need not be kept to be known.</summary>
internal sealed class CrossAccount
{
    /// <summary>Most positions of an account.</summary>
    public const int PositionsMax = 16;

    // Positions of an account in percent of accounts: 4.56 in the mean, and the quote beside them.
    private static readonly (int Percent, int Positions)[] Shares =
        [(17, 1), (17, 2), (14, 3), (11, 4), (11, 5), (9, 6), (9, 8), (7, 10), (3, 12), (2, PositionsMax)];

    private const int LongPercent = 60;
    private const long NotionalLeast = 50 * CrossMarkets.Dollar;
    private const int NotionalDoublings = 11;
    private const long Milli = 1_000;

    /// <summary>Number of positions.</summary>
    public int Count { get; private set; }

    /// <summary>Markets of the positions, each another one.</summary>
    public int[] Market { get; } = new int[PositionsMax];

    /// <summary>Sizes of the positions.</summary>
    public long[] Size { get; } = new long[PositionsMax];

    /// <summary>The quote it holds, numeraire's smallest unit: what the positions cost is already taken from it.</summary>
    public long Cash { get; private set; }

    /// <summary>Equity, numeraire's smallest unit.</summary>
    public long Equity { get; private set; }

    /// <summary>Maintenance requirement, numeraire's smallest unit.</summary>
    public long Maintenance { get; private set; }

    /// <summary>Sum of notionals, numeraire's smallest unit.</summary>
    public long Notional { get; private set; }

    /// <summary>Draws it again.</summary>
    public void Draw(CrossMarkets markets, CrossShape shape, BenchRandom random)
    {
        Count = Positions((int)random.Below(100));
        Notional = Maintenance = 0;
        long value = 0;
        for (int i = 0; i < Count; i++)
        {
            int market = Other(markets, random, i);
            long least = NotionalLeast << (int)random.Below(NotionalDoublings);
            long price = markets.Price[market] * CrossMarkets.Scale;
            long size = Math.Max(1, (least + random.Below(least)) / price);
            Notional += size * price;
            Maintenance += size * markets.Price[market] * markets.Permille[market];
            Market[i] = market;
            Size[i] = random.Below(100) < LongPercent ? size : -size;
            value += Size[i] * price;
        }

        // Equity is rounded up, by a smallest unit: a leverage is never above the largest.
        long leverageMilli = Milli + random.Below(1 + random.Below((shape.LeverageMax - 1) * Milli));
        Equity = Math.Max((Notional / leverageMilli * Milli) + Milli, (Maintenance / 100 * shape.EquityPercentLeast) + shape.EquityPercentLeast);
        Cash = Equity - value;
    }

    private static int Positions(int percent)
    {
        int share = 0;
        while (percent >= Shares[share].Percent)
        {
            percent -= Shares[share++].Percent;
        }

        return Shares[share].Positions;
    }

    private int Other(CrossMarkets markets, BenchRandom random, int held)
    {
        int market;
        do
        {
            market = markets.Draw(random);
        }
        while (Market.AsSpan(0, held).Contains(market));

        return market;
    }
}
