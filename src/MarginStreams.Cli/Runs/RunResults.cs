using System.Globalization;
using System.Numerics;

namespace MarginStreams.Cli.Runs;

/// <summary>The figures of an outcome.</summary>
public static class RunResults
{
    /// <summary>The figures.</summary>
    public static RunResult Of(RunOutcome outcome, RunSettings settings, RunSource recording) => new()
    {
        Frames = outcome.Frames.Count,
        Records = outcome.Records,
        Accounts = outcome.Accounts,
        Triggers = outcome.Triggers.Count,
        EpisodesOpened = outcome.EpisodesOpened,
        EpisodesClosed = outcome.EpisodesClosed,
        EpisodesOpen = outcome.EpisodesOpen,
        BadDebt = outcome.BadDebtByVenue.Count <= 1 ? Text(outcome.BadDebtByVenue.Values.SingleOrDefault()) : null,
        BadDebtByVenue = new SortedDictionary<string, string>(
            outcome.BadDebtByVenue.ToDictionary(pair => pair.Key, pair => Text(pair.Value), StringComparer.Ordinal), StringComparer.Ordinal),
        AccountsByBand = outcome.AccountsByBand,
        AccountsByWarningPpm = outcome.AccountsByWarningPpm,
        DeadLetters = outcome.DeadLetters.Count,
        StateHash = outcome.StateHash.ToString(),
        TriggersHash = TriggerLine.Hash(outcome.Triggers),
        Settings = settings,
        Recording = recording,
    };

    private static string Text(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
}
