namespace MarginStreams.Cli.Tests;

/// <summary>
/// A recording that fits on a page: one venue, one perpetual, one account that falls below maintenance at the third price, and one that does not.
/// </summary>
internal static class SmallRecording
{
    public const string Venue =
        """{"timestampMs":1000,"key":"v","value":{"venue":"v","role":"Authority","ruleSet":"linear","ruleSetVersion":1,"""
        + """ "numeraire":"USD","numeraireExponent":-2,"parameters":{"exitBuffer":"0"}}}""";

    public const string Cash =
        """{"timestampMs":1000,"key":"USD","value":{"instrument":"USD","venue":"v","kind":"Asset","sizeExponent":-2,"priceExponent":0}}""";

    public const string Perpetual =
        """{"timestampMs":1000,"key":"BTC-PERP","value":{"instrument":"BTC-PERP","venue":"v","kind":"Perpetual","sizeExponent":-3,"priceExponent":-2,"""
        + """ "feeds":{"mark":"BTC-USD"},"tables":{"bracketLowerBound":["0"],"bracketInitialPpm":["100000"],"bracketMaintenancePpm":["50000"]}}}""";

    public const string Collateral =
        """{"timestampMs":1001,"type":"Position","key":"v:a/USD","value":{"account":"v:a","instrument":"USD","size":"1000","remainingInBlock":1}}""";

    public const string Position =
        """{"timestampMs":1001,"type":"Position","key":"v:a/BTC-PERP","value":{"account":"v:a","instrument":"BTC-PERP","size":"1000","cost":"10000"}}""";

    public const string Healthy =
        """{"timestampMs":1002,"type":"Position","key":"v:b/USD","value":{"account":"v:b","instrument":"USD","size":"1000"}}""";

    public static string Price(long timestampMs, long cents, int round) =>
        $$$"""{"timestampMs":{{{timestampMs}}},"key":"BTC-USD","value":{"feed":"BTC-USD","source":"s","round":"{{{round}}}","""
        + $$$""" "name":"Price","value":"{{{cents}}}","publishedAtMs":{{{timestampMs}}}}}""";

    /// <summary>Lines of each file, to be changed by a test before they are written.</summary>
    public static Dictionary<string, List<string>> Files() => new(StringComparer.Ordinal)
    {
        ["venues"] = [Venue],
        ["instruments"] = [Cash, Perpetual],
        ["positions"] = [Collateral, Position, Healthy],
        ["oracle-prices"] = [Price(1000, 10_000, 1), Price(2000, 9_600, 2), Price(3000, 9_400, 3), Price(4000, 8_000, 4), Price(5000, 11_000, 5)],
    };

    /// <summary>Writes it.</summary>
    public static string Write(string folder, Dictionary<string, List<string>> files)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, List<string> lines) in files)
        {
            File.WriteAllText(Path.Combine(folder, name + ".jsonl"), string.Concat(lines.Select(line => line + "\n")));
        }

        return folder;
    }

    /// <summary>Writes it unchanged.</summary>
    public static string Write(string folder) => Write(folder, Files());
}
