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
                .AddInMemoryCollection(LastOfEach(commandLine))
                .Build();
            RequireKnown(configuration);
            Settings settings = configuration.Get<Settings>() ?? new Settings();
            SettingsCheck.Check(settings);
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

    /// <summary>A key that is given twice has its last value, as between sources.</summary>
    private static Dictionary<string, string?> LastOfEach(IEnumerable<KeyValuePair<string, string?>> commandLine)
    {
        var last = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string? value) in commandLine)
        {
            last[key] = value;
        }

        return last;
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
}
