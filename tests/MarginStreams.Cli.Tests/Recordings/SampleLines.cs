namespace MarginStreams.Cli.Tests.Recordings;

/// <summary>Lines of a small recording: two venues, three instruments.</summary>
internal static class SampleLines
{
    private const string Tables =
        """
        "tables":{"bracketLowerBound":["0"],"bracketInitialPpm":["100000"],"bracketMaintenancePpm":["50000"]}
        """;

    public static readonly string[] Venues = [Venue("v1"), Venue("v2")];

    public static readonly string[] Instruments =
    [
        Instrument("USD", "v1", "Asset", "{}"), Instrument("BTC-PERP", "v1", "Perpetual", """{"mark":"BTC-USD"}"""), Instrument("EUR", "v2", "Asset", "{}"),
    ];

    public static string Venue(string id) => Line(1000, "Venue", id, $"""
        "venue":"{id}","role":"Authority","ruleSet":"linear","ruleSetVersion":1,"numeraire":"USD","numeraireExponent":-6
        """);

    public static string Instrument(string id, string venue, string kind, string feeds) => Line(1000, "Instrument", id, $"""
        "instrument":"{id}","venue":"{venue}","kind":"{kind}","sizeExponent":-6,"priceExponent":0,"feeds":{feeds}{(kind == "Perpetual" ? "," + Tables : "")}
        """);

    public static string Position(long timestampMs, string account, string instrument, string size) =>
        Line(timestampMs, "Position", $"{account}/{instrument}", $"""
        "account":"{account}","instrument":"{instrument}","size":"{size}"
        """);

    public static string Observation(long timestampMs, string feed, string value) => Line(timestampMs, "Observation", feed, $"""
        "feed":"{feed}","source":"test","value":"{value}","publishedAtMs":{timestampMs}
        """);

    /// <summary>Writes venues and instruments.</summary>
    public static void Define(TempFolder folder)
    {
        folder.Write("venues.jsonl", Venues);
        folder.Write("instruments.jsonl", Instruments);
    }

    private static string Line(long timestampMs, string type, string key, string fields) =>
        $$$"""{"timestampMs":{{{timestampMs}}},"type":"{{{type}}}","key":"{{{key}}}","value":{{{{fields}}}}}""";
}
