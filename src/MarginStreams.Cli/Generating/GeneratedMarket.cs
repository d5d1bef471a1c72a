using System.Numerics;
using MarginStreams.Cli.Importing;
using MarginStreams.Cli.Recordings;
using MarginStreams.Contracts;
using MarginStreams.Simulation;

namespace MarginStreams.Cli.Generating;

/// <summary>A market from a seed: correlated random walks in integers, with a deep crash and a partial recovery.</summary>
internal static class GeneratedMarket
{
    private const string Source = "walk";
    private const ulong Stream = 0x6D61726B6574;

    /// <summary>Venues, instruments and observations, merged.</summary>
    public static IEnumerable<RecordedRecord> Read(GeneratedMarketOptions options)
    {
        var template = new MarketTemplate(options.Venue, options.Quote, options.StartMs);
        Venue venue = template.Venue();
        yield return RecordedRecord.Of(InputTopic.Venues, options.StartMs, venue.Id, RecordCodecs.Venue, venue);
        GeneratedBase[] bases = [.. GeneratedBase.List(options)];
        foreach (Instrument instrument in Definitions(template, bases))
        {
            yield return RecordedRecord.Of(InputTopic.Instruments, options.StartMs, instrument.Id, RecordCodecs.Instrument, instrument);
        }

        long lengthMs = options.Minutes * 60_000L;
        var random = new SeededRandom(options.Seed, Stream);
        var crash = new CrashProfile(options, lengthMs);
        long round = 0;
        for (long atMs = 0; atMs <= lengthMs; atMs += options.StepMs)
        {
            long common = random.Normal();
            foreach (GeneratedBase one in bases)
            {
                if (atMs > 0)
                {
                    one.Step(common, random, crash.IsFalling(atMs), options.StepMs);
                }

                yield return Observe(template.FeedOf(one.Name), options.StartMs + atMs, round, one.Price(crash.DepthPpm(atMs)));
            }

            round++;
        }
    }

    private static IEnumerable<Instrument> Definitions(MarketTemplate template, GeneratedBase[] bases) =>
    [
        template.Cash(),
        .. bases.SelectMany(one => new[]
        {
            template.Collateral(one.Name, one.PriceExponent, one.Liquidity), template.Perpetual(one.Name, one.PriceExponent, one.Liquidity),
        }),
    ];

    private static RecordedRecord Observe(string feed, long atMs, long round, BigInteger price) => RecordedRecord.Of(
        InputTopic.OraclePrices,
        atMs,
        feed,
        RecordCodecs.Observation,
        new Observation { Feed = feed, Source = Source, Round = round, Value = price, PublishedAtMs = atMs });
}
