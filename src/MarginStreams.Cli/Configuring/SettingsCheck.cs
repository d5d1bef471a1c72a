using System.Globalization;
using System.Net;
using MarginStreams.Topologies;

namespace MarginStreams.Cli.Configuring;

/// <summary>Refuses settings that can be read but make no sense.</summary>
public static class SettingsCheck
{
    private const int PortMax = 65_535;

    /// <summary>The broker refuses shorter and longer sessions by default, ms.</summary>
    private const int SessionMsMin = 6_000;
    private const int SessionMsMax = 1_800_000;

    /// <summary>Refuses the first that makes none.</summary>
    /// <exception cref="CliException">There is one: the message names the key, what was expected, and what it is.</exception>
    public static void Check(Settings settings)
    {
        AtLeast(1, settings.Topics.Partitions, "Topics:Partitions");
        Require(settings.Topics.RetentionMs >= -1, "Topics:RetentionMs", "-1 (for ever) or more", settings.Topics.RetentionMs);
        Copies(settings.Topics.ReplicationFactor, "Topics:ReplicationFactor");
        Copies(settings.Topics.MinInsyncReplicas, "Topics:MinInsyncReplicas");
        Require(settings.Topics.ApplicationId.Length > 0, "Topics:ApplicationId", "a name", "empty");
        AtLeast(1, settings.Oracle.FrameIntervalMs, "Oracle:FrameIntervalMs");
        AtLeast(1, settings.Oracle.FrameMaxUpdates, "Oracle:FrameMaxUpdates");
        AtLeast(1, settings.Oracle.KeyframeEvery, "Oracle:KeyframeEvery");
        CheckMargin(settings.Margin);
        CheckService(settings);
        AtLeast(1, settings.Health.TurnMaxMs, "Health:TurnMaxMs");
        AtLeast(0, settings.Health.PriceAgeMaxMs, "Health:PriceAgeMaxMs");
        AtLeast(1, settings.Health.CommitWaitMaxMs, "Health:CommitWaitMaxMs");
        AtLeast(1, settings.Health.GroupUnstableMaxMs, "Health:GroupUnstableMaxMs");
        OneOf(["text", "json"], settings.Logging.Format, "Logging:Format");
    }

    /// <summary>The steps of a ladder, ppm.</summary>
    /// <exception cref="CliException">They are not numbers that rise between 1 and 999,999.</exception>
    public static IReadOnlyList<long> Steps(string text)
    {
        var steps = new List<long>();
        foreach (string word in text.Split(','))
        {
            bool isNumber = long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long step);
            Require(
                isNumber && step is > 0 and < 1_000_000 && step > steps.LastOrDefault() && steps.Count < MarketRiskOptions.StepsMax,
                "Margin:MarketRiskStepsPpm",
                $"at most {MarketRiskOptions.StepsMax} numbers that rise between 1 and 999999, separated by commas",
                text);
            steps.Add(step);
        }

        return steps;
    }

    private static void CheckMargin(MarginSettings margin)
    {
        AtLeast(1, margin.MaxAwaitFrames, "Margin:MaxAwaitFrames");
        Require(
            margin.MarketRiskEveryMs is >= 0 and <= MarketRiskOptions.EveryMsMax,
            "Margin:MarketRiskEveryMs",
            $"between 0 (never) and {MarketRiskOptions.EveryMsMax}",
            margin.MarketRiskEveryMs);
        Steps(margin.MarketRiskStepsPpm);
        AtLeast(1, margin.CommitIntervalMs, "Margin:CommitIntervalMs");
        AtLeast(1, margin.CommitMaxRecords, "Margin:CommitMaxRecords");
        AtLeast(0, margin.MaxTaskIdleMs, "Margin:MaxTaskIdleMs");
    }

    private static void CheckService(Settings settings)
    {
        OneOf(["direct", "repartition"], settings.Positions.Partitioning, "Positions:Partitioning");
        OneOf(["classic", "consumer"], settings.Group.Protocol, "Group:Protocol");
        Require(
            settings.Group.SessionTimeoutMs is >= SessionMsMin and <= SessionMsMax,
            "Group:SessionTimeoutMs",
            $"between {SessionMsMin} and {SessionMsMax}",
            settings.Group.SessionTimeoutMs);
        AtLeast(1, settings.Workers.Count, "Workers:Count");
        AtLeast(1, settings.Kafka.RequestTimeoutMs, "Kafka:RequestTimeoutMs");
        AtLeast(1, settings.Transactions.CommitTimeoutMs, "Transactions:CommitTimeoutMs");
        Require(
            settings.Transactions.TimeoutMs > settings.Transactions.CommitTimeoutMs,
            "Transactions:TimeoutMs",
            $"more than the {settings.Transactions.CommitTimeoutMs} ms for which a commit is tried",
            settings.Transactions.TimeoutMs);
        AtLeast(1, settings.State.SnapshotEveryMs, "State:SnapshotEveryMs");
        AtLeast(0, settings.DeadLetters.BurstMax, "DeadLetters:BurstMax");
        Require(IPAddress.TryParse(settings.Http.Address, out _), "Http:Address", "an IP address, such as 127.0.0.1 or 0.0.0.0", settings.Http.Address);
        Require(
            settings.Http.Port is >= HttpSettings.NoPort and <= PortMax,
            "Http:Port",
            $"a port up to {PortMax}, 0 for a free one, or {HttpSettings.NoPort} for none",
            settings.Http.Port);
    }

    private static void AtLeast(int least, int actual, string key) => Require(actual >= least, key, $"at least {least}", actual);

    private static void Copies(int actual, string key) =>
        Require(actual is -1 or (> 0 and <= short.MaxValue), key, "a number of copies, or -1 for the broker's default", actual);

    private static void OneOf(string[] known, string actual, string key) =>
        Require(known.Contains(actual, StringComparer.Ordinal), key, $"one of {string.Join(", ", known)}", actual);

    private static void Require<T>(bool holds, string key, string expected, T actual)
    {
        if (!holds)
        {
            throw new CliException(ExitCode.Configuration, $"configuration: {key}: expected {expected}, but it is {actual}");
        }
    }
}
