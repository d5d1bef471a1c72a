using System.Numerics;
using MarginStreams.Cli.Recordings;

namespace MarginStreams.Cli.Importing;

/// <summary>What an import of candles is told.</summary>
/// <param name="Folder">Folder of <c>BASE_QUOTE-1m*.json</c> and <c>BASE_QUOTE-1m*.csv</c> files.</param>
public sealed record CandleImportOptions(string Folder)
{
    /// <summary>Id of the venue that is made.</summary>
    public string Venue { get; init; } = "sim";

    /// <summary>Which prices of a candle become observations.</summary>
    public CandlePath Path { get; init; } = CandlePath.Close;
}

/// <summary>Makes a market from candles.</summary>
public static class CandleImport
{
    private const string Mark = "-1m";
    private const string Source = "candles";
    private const long MinuteMs = 60_000;

    /// <summary>Mean turnover in the quote a minute, from which a market counts as major.</summary>
    private const long MajorTurnover = 4_000_000;

    /// <summary>Mean turnover in the quote a minute, from which a market counts as middle.</summary>
    private const long MiddleTurnover = 250_000;

    /// <summary>Reads every candle file of the folder.</summary>
    /// <exception cref="RecordingException">A file does not hold candles, or there is none.</exception>
    public static ImportedMarket Load(CandleImportOptions options)
    {
        if (!Directory.Exists(options.Folder))
        {
            throw new RecordingException(options.Folder, 0, "", "expected a folder of candle files, found no such folder");
        }

        string[] files =
        [
            .. Directory.EnumerateFiles(options.Folder)
                .Where(file => System.IO.Path.GetFileName(file).Contains(Mark, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
        var series = new List<PriceSeries>();
        foreach (string file in files)
        {
            Symbol symbol = SymbolOf(file);
            RequireMatching(file, symbol, series);
            series.Add(Series(file, symbol, options.Path));
        }

        return series.Count > 0
            ? PriceSeries.ToMarket(series, options.Venue, Source)
            : throw new RecordingException(options.Folder, 0, "", "expected files named BASE_QUOTE-1m.json or BASE_QUOTE-1m.csv, found none");
    }

    private static Symbol SymbolOf(string file)
    {
        string name = System.IO.Path.GetFileName(file);
        return Symbol.Parse(name[..name.IndexOf(Mark, StringComparison.Ordinal)])
            ?? throw new RecordingException(file, 0, "", "expected a name of the form BASE_QUOTE-1m, such as BTC_USDT-1m.json");
    }

    private static void RequireMatching(string file, Symbol symbol, List<PriceSeries> series)
    {
        if (series.Any(other => other.Symbol.Base == symbol.Base))
        {
            throw new RecordingException(file, 0, "", $"expected one file a base, found a second one of {symbol.Base}");
        }

        if (series.Count > 0 && series[0].Symbol.Quote != symbol.Quote)
        {
            throw new RecordingException(file, 0, "", $"expected the quote {series[0].Symbol.Quote} of the other files, found {symbol.Quote}");
        }

        if (symbol.Base == symbol.Quote)
        {
            throw new RecordingException(file, 0, "", $"expected a base other than the quote {symbol.Quote}");
        }
    }

    private static PriceSeries Series(string file, Symbol symbol, CandlePath path)
    {
        List<CandleRow> rows = Rows(file);
        long intervalMs = Interval(rows);
        int exponent = Math.Min(0, rows.Min(row => Math.Min(Math.Min(row.Open.Exponent, row.High.Exponent), Math.Min(row.Low.Exponent, row.Close.Exponent))));
        return new PriceSeries(symbol, exponent, Liquidity(rows, intervalMs), [.. rows.SelectMany(row => CandlePaths.Prices(row, intervalMs, exponent, path))]);
    }

    private static List<CandleRow> Rows(string file)
    {
        IEnumerable<(LinePlace Place, string[] Texts)> texts = System.IO.Path.GetExtension(file) switch
        {
            ".json" => CandleJson.Read(file),
            ".csv" => CsvTable.Read(file, CandleCheck.Fields),
            _ => throw new RecordingException(file, 0, "", "expected a .json or .csv file, found an unknown format"),
        };
        var check = new CandleCheck();
        List<CandleRow> rows = [.. texts.Select(row => check.Take(row.Place, row.Texts))];
        return rows.Count > 0 ? rows : throw new RecordingException(file, 0, "", "expected candles, found an empty file");
    }

    /// <summary>The smallest step between rows; gaps are longer. One row alone is a minute, as its file's name says.</summary>
    private static long Interval(List<CandleRow> rows) =>
        rows.Count == 1 ? MinuteMs : rows.Zip(rows.Skip(1), (row, next) => next.OpenMs - row.OpenMs).Min();

    private static LiquidityClass Liquidity(List<CandleRow> rows, long intervalMs)
    {
        BigInteger turnover = BigInteger.Zero;
        foreach (CandleRow row in rows)
        {
            int exponent = row.Close.Exponent + row.Volume.Exponent;
            BigInteger product = row.Close.Mantissa * row.Volume.Mantissa;
            turnover += exponent >= 0 ? product * BigInteger.Pow(10, exponent) : product / BigInteger.Pow(10, -exponent);
        }

        BigInteger minutes = BigInteger.Max(1, (BigInteger)rows.Count * intervalMs / MinuteMs);
        BigInteger mean = turnover / minutes;
        return mean >= MajorTurnover ? LiquidityClass.Major : mean >= MiddleTurnover ? LiquidityClass.Middle : LiquidityClass.Minor;
    }
}
