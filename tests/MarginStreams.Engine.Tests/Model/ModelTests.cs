using System.Globalization;
using MarginStreams.Engine.Reference;

namespace MarginStreams.Engine.Tests;

/// <summary>
/// The engine in production and the reference engine are the same to everybody who looks: over random worlds, after every event, the same refusals,
/// effects, states, hashes and figures.
/// </summary>
public sealed class ModelTests(ITestOutputHelper output)
{
    private static readonly int WorldCount = Setting("MARGINSTREAMS_WORLDS", 1000);
    private static readonly int FirstSeed = Setting("MARGINSTREAMS_SEED", 0);
    private const int EventCount = 60;
    private const int CrowdedEventCount = 300;
    private const int Crowd = 150;

    /// <summary>What has to happen in the worlds, or the comparison proves less than it says.</summary>
    private static readonly string[] Required =
    [
        "MarketFrame", "HoldingEvent", "AccountEvent", "rules linear", "rules aave-v3", "rules unheard-of",
        "Opened/BelowMaintenance", "Updated/HoldingChanged", "Updated/Expiry", "Updated/Resumed", "Escalated/Bankrupt", "Held/NotJudgeable",
        "Closed/Recovered", "Closed/Liquidated", "Closed/Removed", "Closed/Reorged", "Closed/Parameters", "Closed/BadDebt",
        "band Unknown", "band Healthy", "band Liquidatable", "band Bankrupt", "band BadDebt", "band gone",
        "refused AccountIdInvalid", "refused VenueMismatch", "refused SideMismatch", "refused RemainingNegative",
        "exactly on the line", "in the exit buffer", "step with nothing closable", "advice for ever",
        "awaits its block's records", "awaits its venue's block", "awaits in an episode", "torn", "wide lane",
        "halt", "opened without all prices", "unknown for want of a price", "99 % down", "99 % back up", "price stands still",
        "worse warning line by MarketFrame", "worse warning line by HoldingEvent", "better warning line", "kept below its line by the hysteresis",
        "healthy below a warning line", "one unit below a warning line", "exactly on a line or where it is left",
        "opened under aave-v3", "e-mode", "rounded to a health factor of one",
        "several ranked", "ranked without a requirement", "isolated notional", "cross notional",
    ];

    [Fact]
    public void Engines_RandomWorlds_CannotBeToldApart()
    {
        Coverage coverage = Run(WorldCount, EventCount, more: 0);
        Assert.All(Required, what => Assert.True(coverage[what] > 0, $"never happened: {what}"));
        Assert.True(coverage.Restarts > WorldCount);

        // The ladder of accounts with several factors is an estimate: in nine of ten steps it is the exact figure all the same.
        long wrong = coverage["cross notional overestimated"] + coverage["cross notional underestimated"];
        Assert.True(wrong * 10 <= coverage["cross notional"], $"{wrong} wrong of {coverage["cross notional"]}");
    }

    /// <summary>So many accounts that a crash crosses enough of them for the engine in production to look at everybody instead.</summary>
    [Fact]
    public void Engines_CrowdedWorlds_CannotBeToldApart()
    {
        int worlds = Math.Max(1, WorldCount / 100);
        Coverage coverage = Run(worlds, CrowdedEventCount, Crowd);
        Assert.True(coverage["scans of all"] > worlds && coverage.Restarts > worlds);
    }

    private Coverage Run(int worlds, int events, int more)
    {
        List<string> differences = [];
        var coverage = new Coverage();
        for (int seed = FirstSeed; seed < FirstSeed + worlds; seed++)
        {
            var options = new EngineOptions(Partition: 3, MaxAwaitFrames: 4) { TellsHealthyNewcomers = seed % 8 != 0 };
            if (Comparison.Run(seed, events, options, new ReferenceEngine(options), coverage, more) is { } difference)
            {
                differences.Add(difference);
            }
        }

        output.WriteLine(coverage.ToString());
        string examples = string.Join('\n', differences.GroupBy(Kind).SelectMany(kind => kind.Take(3)));
        Assert.True(differences.Count == 0, $"{differences.Count} of {worlds} worlds differ: {Kinds(differences)}\n{examples}");
        return coverage;
    }

    /// <summary>What differs, and how often.</summary>
    private static string Kinds(List<string> differences) => string.Join(", ", differences.CountBy(Kind).Select(pair => $"{pair.Value} x {pair.Key}"));

    private static string Kind(string difference) => difference.Split('\n')[1].Split(':')[0];

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
