namespace MarginStreams.Cli.Configuring;

/// <summary>Secrets that a file holds, so that neither the environment nor the command line does.</summary>
internal static class SecretFiles
{
    /// <summary>The properties of the Kafka client: those of the file, and over them those of the configuration.</summary>
    /// <exception cref="CliException">The file cannot be read, or a line of it is no property.</exception>
    public static IReadOnlyDictionary<string, string> PropertiesOf(KafkaSettings settings)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] lines = settings.PropertiesFile.Length == 0 ? [] : Read(settings.PropertiesFile, "Kafka:PropertiesFile").Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length > 0 && line[0] != '#')
            {
                int equals = line.IndexOf('=', StringComparison.Ordinal);

                // The text is not repeated: it may hold a secret.
                properties[equals > 0 ? line[..equals].Trim() : throw Refused(settings.PropertiesFile, i + 1)] = line[(equals + 1)..].Trim();
            }
        }

        foreach ((string name, string value) in settings.Properties)
        {
            properties[name] = value;
        }

        return properties;
    }

    /// <summary>The password of the schema registry.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static string PasswordOf(SchemaRegistrySettings settings) => settings.PasswordFile.Length == 0
        ? settings.Password
        : Read(settings.PasswordFile, "SchemaRegistry:PasswordFile").TrimEnd('\r', '\n');

    private static CliException Refused(string file, int line) =>
        new(ExitCode.Configuration, $"configuration: Kafka:PropertiesFile: {file}:{line}: expected name=value");

    private static string Read(string file, string key)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Configuration, $"configuration: {key}: {refused.Message}", refused);
        }
    }
}
