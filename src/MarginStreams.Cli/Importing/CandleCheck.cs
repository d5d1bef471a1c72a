using System.Globalization;
using MarginStreams.Cli.Recordings;

namespace MarginStreams.Cli.Importing;

/// <summary>Makes candles from the texts of a row's fields, and refuses what cannot be one.</summary>
internal sealed class CandleCheck
{
    /// <summary>The fields of a candle, as the columns of a CSV file are called.</summary>
    public static readonly string[] Fields = ["date_ms", "open", "high", "low", "close", "volume"];

    private long _openMs = -1;

    /// <summary>The next candle of a file, from the texts in the order of <see cref="Fields"/>.</summary>
    public CandleRow Take(LinePlace place, ReadOnlySpan<string> texts)
    {
        if (!long.TryParse(texts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long openMs))
        {
            throw place.Fault(Fields[0], "milliseconds since 1970-01-01 UTC", texts[0]);
        }

        if (openMs <= _openMs)
        {
            throw place.Fault(Fields[0], $"a time after {_openMs}, that of the row before", texts[0]);
        }

        _openMs = openMs;
        ExactDecimal volume = Number(place, Fields[5], texts[5]);
        if (volume.Mantissa.Sign < 0)
        {
            throw place.Fault(Fields[5], "a volume of zero or more", texts[5]);
        }

        var row = new CandleRow(openMs, Price(place, 1, texts), Price(place, 2, texts), Price(place, 3, texts), Price(place, 4, texts), volume);
        RequireOrder(place, row, texts);
        return row;
    }

    /// <summary>A price: a decimal number above zero.</summary>
    public static ExactDecimal Price(LinePlace place, string field, string text)
    {
        ExactDecimal price = Number(place, field, text);
        return price.Mantissa.Sign > 0 ? price : throw place.Fault(field, "a price above zero", text);
    }

    private static ExactDecimal Price(LinePlace place, int field, ReadOnlySpan<string> texts) => Price(place, Fields[field], texts[field]);

    private static ExactDecimal Number(LinePlace place, string field, string text) =>
        ExactDecimal.TryParse(text, out ExactDecimal value) ? value : throw place.Fault(field, "a decimal number of at most 76 digits", text);

    private static void RequireOrder(LinePlace place, CandleRow row, ReadOnlySpan<string> texts)
    {
        int exponent = Math.Min(Math.Min(row.Open.Exponent, row.High.Exponent), Math.Min(row.Low.Exponent, row.Close.Exponent));
        ReadOnlySpan<int> others = [3, 1, 4];
        foreach (int other in others)
        {
            ExactDecimal value = other switch { 1 => row.Open, 3 => row.Low, _ => row.Close };
            if (row.High.At(exponent) < value.At(exponent))
            {
                throw place.Fault(Fields[2], $"a high not below the {Fields[other]} {texts[other]}", texts[2]);
            }

            if (other != 3 && row.Low.At(exponent) > value.At(exponent))
            {
                throw place.Fault(Fields[3], $"a low not above the {Fields[other]} {texts[other]}", texts[3]);
            }
        }
    }
}
