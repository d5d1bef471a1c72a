using System.Globalization;

namespace MarginStreams.Benchmarks.Aave;

/// <summary>
/// Accounts like the largest borrowers, each many times with jitter. The data say what each owes and how healthy it is, not what its collateral is: who owes
/// ether holds staked ether in its category, who looks insolvent without a category holds dollars in theirs, the others hold ether or bitcoin or both.
/// </summary>
internal static class AavePopulation
{
    private const decimal HealthLeast = 1.005m, HealthMost = 4;
    private const int Milli = 1_000;

    /// <summary>So many accounts.</summary>
    public static AaveAccount[] Draw(AavePool pool, AaveData data, int count, BenchRandom random) =>
        [.. Enumerable.Range(0, count).Select(number => One(pool, data, number, random))];

    private static AaveAccount One(AavePool pool, AaveData data, int number, BenchRandom random)
    {
        AaveBorrower borrower = data.Borrowers[number % data.Borrowers.Count];
        decimal scale = Even(random, 300, 1_700);
        decimal ether = borrower.Debts.Where(debt => debt.Key.EndsWith("ETH", StringComparison.Ordinal)).Sum(debt => debt.Value);
        (int mode, string[] symbols) = 2 * ether > borrower.DebtUsd ? (AavePool.EtherMode, ["wstETH"])
            : borrower.HealthFactor < 1 ? (AavePool.StableMode, ["USDe"])
            : (0, Collaterals[(int)random.Below(Collaterals.Length)]);
        int[] collaterals = [.. symbols.Select(symbol => pool.Find(symbol, isDebt: false))];
        decimal threshold = collaterals.Average(one => (decimal)AavePool.ThresholdBps(one, mode)) / 10_000;
        decimal reported = mode == 0 ? borrower.HealthFactor : borrower.CollateralUsd / borrower.DebtUsd * threshold;
        decimal health = Math.Clamp(reported * Even(random, 950, 1_100), HealthLeast, HealthMost);
        decimal collateralUsd = borrower.DebtUsd * scale * health / threshold;
        var holdings = new List<KeyValuePair<int, Int128>>();
        holdings.AddRange(collaterals.Select(one => KeyValuePair.Create(one, Size(pool, one, collateralUsd / collaterals.Length) + 1)));
        holdings.AddRange(borrower.Debts
            .Select(debt => KeyValuePair.Create(pool.Find(debt.Key, isDebt: true), -Size(pool, pool.Find(debt.Key, isDebt: true), debt.Value * scale)))
            .Where(pair => pair.Value < 0));
        return new(string.Create(CultureInfo.InvariantCulture, $"{AavePool.Venue}:0x{random.Next():x16}{number:x8}"), mode, holdings);
    }

    private static readonly string[][] Collaterals = [["WETH"], ["WETH"], ["WBTC"], ["WETH", "WBTC"]];

    private static decimal Even(BenchRandom random, int least, int most) => (least + random.Below(most - least)) / (decimal)Milli;

    /// <summary>Smallest token units of so many dollars at the start; rounded down.</summary>
    private static Int128 Size(AavePool pool, int instrument, decimal usd) =>
        (Int128)(usd * 100_000_000) * pool.Unit(instrument) / pool.Price(instrument, 0);
}
