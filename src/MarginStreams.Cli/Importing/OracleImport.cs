using System.Globalization;
using System.Numerics;
using MarginStreams.Cli.Recordings;

namespace MarginStreams.Cli.Importing;

/// <summary>What an import of an oracle's updates is told.</summary>
/// <param name="File">A CSV file with the columns <c>blockchainTimestamp</c> (seconds) and <c>oraclePrice</c>.</param>
/// <param name="Symbol">What it is the price of, <c>BASE_QUOTE</c>.</param>
public sealed record OracleImportOptions(string File, string Symbol)
{
    /// <summary>Id of the venue that is made.</summary>
    public string Venue { get; init; } = "sim";
}

/// <summary>Makes a market from the updates of an on-chain oracle.</summary>
public static class OracleImport
{
    private const string TimeColumn = "blockchainTimestamp";
    private const string PriceColumn = "oraclePrice";
    private const string Source = "oracle";

    /// <summary>Reads the file.</summary>
    /// <exception cref="RecordingException">It does not hold updates of an oracle.</exception>
    public static ImportedMarket Load(OracleImportOptions options)
    {
        Symbol symbol = Importing.Symbol.Parse(options.Symbol) is { } pair && pair.Base != pair.Quote
            ? pair
            : throw new RecordingException(options.File, 0, "symbol", $"expected BASE_QUOTE, such as LUNA_USD, found {options.Symbol}");
        if (!File.Exists(options.File))
        {
            throw new RecordingException(options.File, 0, "", "expected a CSV file, found no such file");
        }

        var updates = new List<(long AtMs, ExactDecimal Price)>();
        foreach ((LinePlace place, string[] texts) in CsvTable.Read(options.File, [TimeColumn, PriceColumn]))
        {
            long formerMs = updates.Count == 0 ? -1 : updates[^1].AtMs;
            updates.Add((Time(place, texts[0], formerMs), CandleCheck.Price(place, PriceColumn, texts[1])));
        }

        if (updates.Count == 0)
        {
            throw new RecordingException(options.File, 0, "", "expected updates of an oracle, found an empty file");
        }

        int exponent = Math.Min(0, updates.Min(update => update.Price.Exponent));
        (long, BigInteger)[] prices = [.. updates.Select(update => (update.AtMs, update.Price.At(exponent)))];
        return PriceSeries.ToMarket([new PriceSeries(symbol, exponent, LiquidityClass.Minor, prices)], options.Venue, Source);
    }

    private static long Time(LinePlace place, string text, long formerMs)
    {
        // Beyond this the milliseconds would not fit.
        const long SecondsMax = long.MaxValue / 1000;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) || seconds > SecondsMax)
        {
            throw place.Fault(TimeColumn, "seconds since 1970-01-01 UTC", text);
        }

        return seconds * 1000 > formerMs ? seconds * 1000 : throw place.Fault(TimeColumn, $"a time after {formerMs / 1000}, that of the row before", text);
    }
}
