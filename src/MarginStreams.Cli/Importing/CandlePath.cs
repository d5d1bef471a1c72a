using System.Numerics;

namespace MarginStreams.Cli.Importing;

/// <summary>Which prices of a candle become observations.</summary>
public enum CandlePath
{
    /// <summary>The close, at the candle's end.</summary>
    Close,

    /// <summary>
    /// Open, the two extremes, close, spread inside the candle: a rising candle goes by its low first, a falling one by its high. The close comes one
    /// millisecond before the next candle opens.
    /// </summary>
    Ohlc,
}

/// <summary>The observations of a candle.</summary>
internal static class CandlePaths
{
    /// <summary>Times in ms and mantissas, in order of time.</summary>
    public static IEnumerable<(long AtMs, BigInteger Price)> Prices(CandleRow row, long intervalMs, int exponent, CandlePath path)
    {
        BigInteger close = row.Close.At(exponent);
        if (path == CandlePath.Close)
        {
            return [(row.OpenMs + intervalMs, close)];
        }

        BigInteger open = row.Open.At(exponent);
        (ExactDecimal first, ExactDecimal second) = close >= open ? (row.Low, row.High) : (row.High, row.Low);
        return
        [
            (row.OpenMs, open),
            (row.OpenMs + (intervalMs / 3), first.At(exponent)),
            (row.OpenMs + (intervalMs * 2 / 3), second.At(exponent)),
            (row.OpenMs + intervalMs - 1, close),
        ];
    }
}
