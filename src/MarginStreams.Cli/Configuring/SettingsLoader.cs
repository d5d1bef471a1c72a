using System.Globalization;
using MarginStreams.Topologies;
using Microsoft.Extensions.Configuration;

namespace MarginStreams.Cli.Configuring;

/// <summary>Puts the settings together from their sources, and refuses what cannot be right.</summary>
public static class SettingsLoader
{
    /// <summary>Prefix of environment variables.</summary>
    public const string EnvironmentPrefix = "MARGINSTREAMS__";

    private const string DefaultFile = "appsettings.json";

    /// <summary>Loads the settings.</summary>
    /// <param name="file">The file to read; null is <c>appsettings.json</c> where there is one.</param>
    /// <param name="commandLine">Keys and values of the command line: they win.</param>
    /// <exception cref="CliException">A key is unknown, a value cannot be read or makes no sense, the file is missing or malformed.</exception>
    public static Settings Load(string? file, IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        string path = Path.GetFullPath(file ?? DefaultFile);
        if (file is not null && !File.Exists(path))
        {
            throw new CliException(ExitCode.Configuration, $"configuration file {file} does not exist");
        }

        try
        {
            IConfigurationRoot configuration = new ConfigurationBuilder()
                .AddJsonFile(path, optional: true)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(commandLine)
                .Build();
            RequireKnown(configuration);
            Settings settings = configuration.Get<Settings>() ?? new Settings();
            Check(settings);
            return settings;
        }
        catch (InvalidDataException malformed)
        {
            string reason = (malformed.InnerException?.InnerException ?? malformed.InnerException ?? malformed).Message;
            throw new CliException(ExitCode.Configuration, $"configuration file {path}: {reason}", malformed);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new CliException(ExitCode.Configuration, $"configuration: {unreadable.Message}", unreadable);
        }
    }

    private static void RequireKnown(IConfigurationRoot configuration)
    {
        foreach ((string key, string? value) in configuration.AsEnumerable())
        {
            // A section has no value of its own; an empty one in a file does no harm.
            if (value is not null && !SettingKeys.All.Any(known => known.Matches(key)))
            {
                throw new CliException(
                    ExitCode.Configuration,
                    $"configuration: {key}: unknown key; known are {string.Join(", ", SettingKeys.All.Select(known => known.Name))}");
            }
        }
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

    private static void Check(Settings settings)
    {
        Require(settings.Topics.Partitions >= 1, "Topics:Partitions", "at least 1", settings.Topics.Partitions);
        Require(settings.Topics.RetentionMs >= -1, "Topics:RetentionMs", "-1 (for ever) or more", settings.Topics.RetentionMs);
        Require(settings.Topics.ApplicationId.Length > 0, "Topics:ApplicationId", "a name", "empty");
        Require(settings.Oracle.FrameIntervalMs >= 1, "Oracle:FrameIntervalMs", "at least 1", settings.Oracle.FrameIntervalMs);
        Require(settings.Oracle.FrameMaxUpdates >= 1, "Oracle:FrameMaxUpdates", "at least 1", settings.Oracle.FrameMaxUpdates);
        Require(settings.Oracle.KeyframeEvery >= 1, "Oracle:KeyframeEvery", "at least 1", settings.Oracle.KeyframeEvery);
        Require(settings.Margin.MaxAwaitFrames >= 1, "Margin:MaxAwaitFrames", "at least 1", settings.Margin.MaxAwaitFrames);
        Require(
            settings.Margin.MarketRiskEveryMs is >= 0 and <= MarketRiskOptions.EveryMsMax,
            "Margin:MarketRiskEveryMs",
            $"between 0 (never) and {MarketRiskOptions.EveryMsMax}",
            settings.Margin.MarketRiskEveryMs);
        Steps(settings.Margin.MarketRiskStepsPpm);
        Require(settings.Margin.CommitIntervalMs >= 1, "Margin:CommitIntervalMs", "at least 1", settings.Margin.CommitIntervalMs);
        Require(settings.Margin.MaxTaskIdleMs >= 0, "Margin:MaxTaskIdleMs", "at least 0", settings.Margin.MaxTaskIdleMs);
    }

    private static void Require<T>(bool holds, string key, string expected, T actual)
    {
        if (!holds)
        {
            throw new CliException(ExitCode.Configuration, $"configuration: {key}: expected {expected}, but it is {actual}");
        }
    }
}
