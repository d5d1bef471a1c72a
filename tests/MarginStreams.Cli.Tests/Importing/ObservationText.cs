using MarginStreams.Cli.Importing;
using MarginStreams.Contracts;

namespace MarginStreams.Cli.Tests.Importing;

/// <summary>Observations as short texts: time, feed, round, value.</summary>
internal static class ObservationText
{
    public static string[] Of(ImportedMarket market) =>
    [
        .. market.Observations.Select(record =>
        {
            Observation seen = RecordCodecs.Observation.Decode(record.Avro);
            Assert.Equal((record.Key, record.TimestampMs), (seen.Feed, seen.PublishedAtMs));
            return $"{record.TimestampMs} {seen.Feed} {seen.Round} {seen.Value}";
        }),
    ];
}
