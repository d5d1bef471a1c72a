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

    /// <summary>What has to happen in the worlds, or the comparison proves less than it says.</summary>
    private static readonly string[] Required =
    [
        "MarketFrame", "HoldingEvent", "AccountEvent",
        "Opened/BelowMaintenance", "Updated/HoldingChanged", "Updated/Expiry", "Updated/Resumed", "Escalated/Bankrupt", "Held/NotJudgeable",
        "Closed/Recovered", "Closed/Liquidated", "Closed/Removed", "Closed/Reorged", "Closed/Parameters", "Closed/BadDebt",
        "band Unknown", "band Healthy", "band Liquidatable", "band Bankrupt", "band BadDebt", "band gone",
        "refused AccountIdInvalid", "refused VenueMismatch", "refused SideMismatch", "refused RemainingNegative",
        "exactly on the line", "in the exit buffer", "step with nothing closable", "advice for ever",
        "awaits its block's records", "awaits its venue's block", "awaits in an episode", "torn", "wide lane",
    ];

    [Fact]
    public void Engines_RandomWorlds_CannotBeToldApart()
    {
        List<string> differences = [];
        var coverage = new Coverage();
        var options = new EngineOptions(Partition: 3, MaxAwaitFrames: 4);
        for (int seed = FirstSeed; seed < FirstSeed + WorldCount; seed++)
        {
            if (Comparison.Run(seed, EventCount, options, new ReferenceEngine(options), coverage) is { } difference)
            {
                differences.Add(difference);
            }
        }

        output.WriteLine(coverage.ToString());
        Assert.True(differences.Count == 0, $"{differences.Count} of {WorldCount} worlds differ: {Kinds(differences)}\n{string.Join('\n', differences.GroupBy(Kind).SelectMany(kind => kind.Take(3)))}");
        Assert.All(Required, what => Assert.True(coverage[what] > 0, $"never happened: {what}"));
        Assert.True(coverage.Restarts > WorldCount);
    }

    private static string Kinds(List<string> differences) => string.Join(", ", differences.CountBy(Kind).Select(pair => $"{pair.Value} x {pair.Key}"));

    private static string Kind(string difference) => difference.Split('\n')[1].Split(':')[0];

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
