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
        (Text("--bootstrap-servers", "host:port of the broker.", "HOST:PORT", "--bootstrap"), "Kafka:BootstrapServers"),
        (Text("--log", "Folder of a log on disk, instead of a broker.", "DIR"), "Log:Directory"),
        (Text("--registry-url", "URL of the schema registry; without one ids are fixed and local.", "URL"), "SchemaRegistry:Url"),
        (Text("--prefix", "Prefix of the public topics.", "PREFIX"), "Topics:Prefix"),
        (Text("--application-id", "Name of the application: group, transactional ids, internal topics.", "ID"), "Topics:ApplicationId"),
        (Text("--partitions", "Partitions of topics that are split by account, where they are created.", "N"), "Topics:Partitions"),
    ];

    /// <summary>Adds them to a command; one that has an option of the same name keeps its own.</summary>
    public void AddTo(Command command)
    {
        foreach ((Option<string?> option, _) in _keys.Where(key => command.Options.All(own => own.Name != key.Option.Name)))
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

    /// <summary>Connects as the settings say, for a command that takes something else instead of topics.</summary>
    /// <exception cref="CliException">No cluster is named.</exception>
    public Connection OpenInsteadOf(string argument, ParseResult parsed)
    {
        Settings settings = Read(parsed);
        return settings.Kafka.BootstrapServers.Length + settings.Log.Directory.Length > 0
            ? new Connection(settings)
            : throw new CliException(ExitCode.Usage, $"expected a {argument}, or topics: --bootstrap-servers HOST:PORT or --log DIR");
    }

    /// <summary>Where the topics are, for a person.</summary>
    public static string PlaceOf(Connection connection) =>
        connection.Settings.Log.Directory is { Length: > 0 } folder ? Path.GetFullPath(folder) : connection.Settings.Kafka.BootstrapServers;

    private static Option<string?> Text(string name, string description, string helpName, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = helpName };
}
