using System.Globalization;

namespace MarginStreams.Cli.Runs;

/// <summary>The figures of a run, for a person.</summary>
internal static class RunReport
{
    public static void Print(RunResult result, string folder)
    {
        (string Name, string Value)[] rows =
        [
            ("frames", Text(result.Frames)),
            ("records", Text(result.Records)),
            ("accounts", Text(result.Accounts)),
            ("triggers", Text(result.Triggers)),
            ("episodes opened", Text(result.EpisodesOpened)),
            ("episodes closed", Text(result.EpisodesClosed)),
            ("episodes open", Text(result.EpisodesOpen)),
            ("bad debt", result.BadDebt ?? string.Join(", ", result.BadDebtByVenue.Select(pair => $"{pair.Key} {pair.Value}"))),
            ("bands", Counts(result.AccountsByBand)),
            ("warning lines", Counts(result.AccountsByWarningPpm)),
            ("dead letters", Text(result.DeadLetters)),
            ("state hash", result.StateHash),
            ("triggers hash", result.TriggersHash),
            ("elapsed", $"{Text(result.ElapsedMs ?? 0)} ms"),
            ("run", folder),
        ];
        foreach ((string name, string value) in rows)
        {
            Console.Out.WriteLine($"{name,-16} {value}");
        }
    }

    private static string Counts(IReadOnlyDictionary<string, long> counts) =>
        counts.Count == 0 ? "-" : string.Join(", ", counts.Select(pair => $"{pair.Key} {Text(pair.Value)}"));

    private static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
