using System.CommandLine;
using MarginStreams.Cli.Configuring;

namespace MarginStreams.Cli.Commands;

/// <summary>The options of commands that talk to a broker, or to a log in a folder.</summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = "Configuration file (default: appsettings.json, where there is one).", HelpName = "FILE",
    };
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Any key of the configuration, as Key=Value; may be repeated.", HelpName = "KEY=VALUE",
    };
    private readonly (Option<string?> Option, string Key)[] _keys =
    [
        (Text("--bootstrap-servers", "host:port of the broker.", "HOST:PORT"), "Kafka:BootstrapServers"),
        (Text("--log", "Folder of a log on disk, instead of a broker.", "DIR"), "Log:Directory"),
        (Text("--registry-url", "URL of the schema registry; without one ids are fixed and local.", "URL"), "SchemaRegistry:Url"),
        (Text("--prefix", "Prefix of the public topics.", "PREFIX"), "Topics:Prefix"),
        (Text("--application-id", "Name of the application: group, transactional ids, internal topics.", "ID"), "Topics:ApplicationId"),
        (Text("--partitions", "Partitions of topics that are split by account, where they are created.", "N"), "Topics:Partitions"),
    ];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach ((Option<string?> option, _) in _keys)
        {
            command.Options.Add(option);
        }

        command.Options.Add(_config);
        command.Options.Add(_set);
    }

    /// <summary>The settings, with what the user passed on top.</summary>
    public Settings Read(ParseResult parsed)
    {
        var values = new List<KeyValuePair<string, string?>>();
        foreach ((Option<string?> option, string key) in _keys)
        {
            if (parsed.GetValue(option) is { } value)
            {
                values.Add(new(key, value));
            }
        }

        foreach (string pair in parsed.GetValue(_set) ?? [])
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                // The text is not repeated: it may hold a secret.
                throw new CliException(ExitCode.Usage, "--set: expected KEY=VALUE, but there is no key before an equals sign");
            }

            values.Add(new(pair[..equals], pair[(equals + 1)..]));
        }

        return SettingsLoader.Load(parsed.GetValue(_config), values);
    }

    /// <summary>Connects as the settings say.</summary>
    public Connection Open(ParseResult parsed) => new(Read(parsed));

    private static Option<string?> Text(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };
}
