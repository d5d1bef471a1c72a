using System.Numerics;
using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Importing;

/// <summary>The prices of one base, in order of time.</summary>
/// <param name="Symbol">What it is a price of.</param>
/// <param name="PriceExponent">A price is mantissa x 10^this.</param>
/// <param name="Liquidity">Its liquidity class.</param>
/// <param name="Prices">Times in ms and mantissas.</param>
internal sealed record PriceSeries(Symbol Symbol, int PriceExponent, LiquidityClass Liquidity, IReadOnlyList<(long AtMs, BigInteger Price)> Prices)
{
    /// <summary>A market over series of one quote.</summary>
    public static ImportedMarket ToMarket(IReadOnlyList<PriceSeries> all, string venue, string source)
    {
        PriceSeries[] series = [.. all.OrderBy(one => one.Symbol.Base, StringComparer.Ordinal)];
        var template = new MarketTemplate(venue, series[0].Symbol.Quote, series.Min(one => one.Prices[0].AtMs));
        var observations = series.SelectMany(one => one.Observations(template.FeedOf(one.Symbol.Base), source));
        return new ImportedMarket(
            template.Venue(),
            [
                template.Cash(),
                .. series.SelectMany(one => new[]
                {
                    template.Collateral(one.Symbol.Base, one.PriceExponent, one.Liquidity),
                    template.Perpetual(one.Symbol.Base, one.PriceExponent, one.Liquidity),
                }),
            ],
            [.. observations.OrderBy(record => record.TimestampMs)]);
    }

    private IEnumerable<RecordedRecord> Observations(string feed, string source) => Prices.Select((at, index) => RecordedRecord.Of(
        InputTopic.OraclePrices,
        at.AtMs,
        feed,
        RecordCodecs.Observation,
        new Observation { Feed = feed, Source = source, Round = index, Value = at.Price, PublishedAtMs = at.AtMs }));
}

/// <summary>A pair such as BTC_USDT.</summary>
internal readonly record struct Symbol(string Base, string Quote)
{
    /// <summary>Reads BASE_QUOTE.</summary>
    public static Symbol? Parse(string text)
    {
        string[] parts = text.Split('_');
        return parts.Length == 2 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiLetterOrDigit)) ? new Symbol(parts[0], parts[1]) : null;
    }
}
