using System.Globalization;
using System.Text.Json;

namespace MarginStreams.Benchmarks.Aave;

/// <summary>The largest borrowers of Aave v3, and the minutes of the crash of 2021-05-19, from the folder of real data.</summary>
internal sealed class AaveData
{
    private const string Variable = "MARGINSTREAMS_DATA";
    private const int PlacesOfCents = 8;

    private AaveData(IReadOnlyList<AaveBorrower> borrowers, IReadOnlyDictionary<string, decimal> prices, long[] eth, long[] btc)
    {
        Borrowers = borrowers;
        Prices = prices;
        (Eth, Btc) = (eth, btc);
    }

    /// <summary>The borrowers.</summary>
    public IReadOnlyList<AaveBorrower> Borrowers { get; }

    /// <summary>Dollars of a token, by symbol.</summary>
    public IReadOnlyDictionary<string, decimal> Prices { get; }

    /// <summary>Closes of ether minute by minute, 10^-8 dollars.</summary>
    public long[] Eth { get; }

    /// <summary>Closes of bitcoin minute by minute, 10^-8 dollars; as many.</summary>
    public long[] Btc { get; }

    /// <summary>Reads the data; null, and why, where they are not there.</summary>
    public static AaveData? Read(out string missing)
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder))
        {
            missing = $"{Variable} is not set";
            return null;
        }

        string positions = Path.Combine(folder, "aave_v3_positions");
        string candles = Path.Combine(folder, "binance_spot_20210519_1m");
        missing = Directory.Exists(positions) ? $"no {candles}" : $"no {positions}";
        return Directory.Exists(positions) && Directory.Exists(candles) ? Read(positions, candles) : null;
    }

    private static AaveData Read(string positions, string candles)
    {
        string[][] debts = Rows(Path.Combine(positions, "top_1000_borrowed_positions.csv"));
        ILookup<string, string[]> byUser = debts.ToLookup(row => row[0], StringComparer.Ordinal);
        AaveBorrower[] borrowers =
        [
            .. Rows(Path.Combine(positions, "top_1000_borrowed_users.csv"))
                .Select(row => new AaveBorrower(
                    [.. byUser[row[0]].Select(debt => KeyValuePair.Create(debt[1], Number(debt[3])))],
                    Number(row[2]),
                    Number(row[3])))
                .Where(borrower => borrower.DebtUsd > 0),
        ];
        var prices = debts.GroupBy(row => row[1], StringComparer.Ordinal).ToDictionary(group => group.Key, group => Number(group.First()[4]));
        (long[] eth, long[] btc) = (Closes(Path.Combine(candles, "ETH_USDT-1m.json")), Closes(Path.Combine(candles, "BTC_USDT-1m.json")));
        int minutes = Math.Min(eth.Length, btc.Length);
        return new(borrowers, prices, eth[..minutes], btc[..minutes]);
    }

    private static string[][] Rows(string file) => [.. File.ReadLines(file).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','))];

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A candle is time, open, high, low, close, volume.</summary>
    private static long[] Closes(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.EnumerateArray().Select(candle => (long)(candle[4].GetDecimal() * (decimal)Math.Pow(10, PlacesOfCents)))];
    }
}
